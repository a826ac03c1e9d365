#include "viewer/views/view_marks.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>

#include "viewer/panels/badge.h"
#include "viewer/panels/study_numbers.h"
#include "viewer/panels/words.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

const Timepoint* at(const Study& study, int timepoint) {
  return timepoint >= 0 && timepoint < static_cast<int>(study.timepoints.size())
             ? &study.timepoints[static_cast<std::size_t>(timepoint)]
             : nullptr;
}

QString words(const char* text) { return QCoreApplication::translate("Views", text); }

QString badge_of(const Study& study, int timepoint) {
  return QString::fromStdString(badge(study, static_cast<std::size_t>(timepoint)));
}

// The plate's words where this view has room for badge, date and plane beside them.
QString plate_text(const Study& study, int timepoint, const QRect& view) {
  const QString text = plate_words(study, timepoint, false);
  const bool narrow =
      view.width() < 560 || QFontMetricsF(text_font(12, 600)).horizontalAdvance(text) + 24 > view.width() * 0.45;
  return narrow ? plate_words(study, timepoint, true) : text;
}

double plate_width(const QString& text, const QRect& view) {
  return std::min(QFontMetricsF(text_font(12, 600)).horizontalAdvance(text) + 24, double(view.width()));
}

void draw_dashed_rule(QPainter& painter, const QRect& where) {
  QPen pen(colours::predicted, 2, Qt::CustomDashLine, Qt::FlatCap);
  pen.setDashPattern({3, 2});
  painter.setPen(pen);
  painter.drawLine(QPointF(where.left(), where.top() + 1), QPointF(where.right() + 1, where.top() + 1));
}

}  // namespace

bool is_made_up(TimepointKind kind) { return kind != TimepointKind::acquired; }

QString plate_words(const Study& study, int timepoint, bool narrow) {
  const Timepoint* date = at(study, timepoint);
  if (!date || !is_made_up(date->kind)) return {};
  if (date->kind == TimepointKind::synthetic) {
    if (narrow) return words("SYNTHETIC");
    const int source = date_before(study, timepoint);
    // Without an image of its own it is what a model found in the scan.
    return words(date->series.empty() ? "SYNTHETIC, labels of %1 — research only"
                                      : "SYNTHETIC, healthy counterpart of %1 — research only")
        .arg(source < 0 ? QStringLiteral("?") : badge_of(study, source));
  }
  const QString interval = QString::fromStdString(interval_words(study, static_cast<std::size_t>(timepoint)));
  const QString short_words = (words("PREDICTED") + " " + interval).trimmed();
  return narrow ? short_words : short_words + words(" — research only");
}

double plate_left(const Study& study, const ViewPlace& place) {
  return place.rect.left() +
         (place.rect.width() - plate_width(plate_text(study, place.timepoint, place.rect), place.rect)) / 2;
}

QRectF draw_prediction_marks(QPainter& painter, const Study& study, int timepoint, const QRect& view) {
  const Timepoint* date = at(study, timepoint);
  if (!date || !is_made_up(date->kind)) return {};
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  const qreal ratio = painter.device()->devicePixelRatioF();
  const QBrush hatch = colours::hatch(colours::predicted, ratio);
  const QRect sides[] = {QRect(view.left(), view.top(), view.width(), frame_width),
                         QRect(view.left(), view.bottom() - frame_width + 1, view.width(), frame_width),
                         QRect(view.left(), view.top(), frame_width, view.height()),
                         QRect(view.right() - frame_width + 1, view.top(), frame_width, view.height())};
  for (const QRect& side : sides) painter.fillRect(side, colours::plate_ground);
  for (const QRect& side : sides) painter.fillRect(side, hatch);

  const QFont font = text_font(12, 600);
  const QString text = plate_text(study, timepoint, view);
  const double width = plate_width(text, view);
  const QRectF plate(view.left() + (view.width() - width) / 2 + 0.5, view.top() + 0.5, width - 1, 21);
  painter.setPen(QPen(colours::predicted, 1));
  painter.setBrush(colours::plate_ground);
  painter.drawRect(plate);
  painter.setPen(colours::plate_text);
  painter.setFont(font);
  painter.drawText(plate, Qt::AlignCenter, text);
  painter.restore();
  return plate;
}

void draw_column_header(QPainter& painter, const Study& study, const ColumnHeader& header) {
  const Timepoint* date = at(study, header.timepoint);
  if (!date) return;
  const QRect& box = header.rect;
  const bool made_up = is_made_up(date->kind);
  painter.save();
  painter.setClipRect(box);
  painter.fillRect(box, made_up ? colours::predicted_ground : colours::raised);
  if (made_up) {
    QColor faint = colours::predicted;
    faint.setAlphaF(0.16f);
    painter.fillRect(box, colours::hatch(faint, painter.device()->devicePixelRatioF()));
    draw_dashed_rule(painter, box);
  } else
    painter.fillRect(QRect(box.left(), box.top(), box.width(), 2), colours::acquired);

  const int middle = box.center().y() + 2;
  int x = box.left() + 12;
  x += draw_badge(painter, x, middle, badge_of(study, header.timepoint), date->kind) + 10;
  const auto write = [&](const QString& text, const QFont& font, const QColor& colour) {
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(QRect(x, middle - 12, box.right() - x, 24), Qt::AlignVCenter, text);
    x += QFontMetrics(font).horizontalAdvance(text) + 10;
  };
  write(date_words(*date), text_font(13, 600), made_up ? colours::predicted : colours::text);

  const QString interval = QString::fromStdString(interval_words(study, static_cast<std::size_t>(header.timepoint)));
  QString aside = interval;
  if (date->kind == TimepointKind::backtest) {
    aside = words("back-test");
    for (std::size_t i = 0; i < study.timepoints.size(); ++i)
      if (study.timepoints[i].kind == TimepointKind::acquired && study.timepoints[i].day == date->day && date->day)
        aside = words("back-test of %1").arg(QString::fromStdString(badge(study, i)));
  } else if (made_up)
    aside.clear();
  const int aside_width = QFontMetrics(text_font(12)).horizontalAdvance(aside);
  if (made_up) {
    const int room = box.right() - 12 - x - (aside.isEmpty() ? 0 : aside_width + 10);
    QString text = plate_words(study, header.timepoint, false);
    if (QFontMetrics(text_font(13)).horizontalAdvance(text) > room) text = plate_words(study, header.timepoint, true);
    write(text, text_font(13), colours::plate_text);
  } else
    write(words("acquired"), text_font(13), colours::text_second);
  if (x + aside_width < box.right() - 12) {
    painter.setFont(text_font(12));
    painter.setPen(made_up ? colours::predicted : colours::text_third);
    painter.drawText(QRect(box.right() - 12 - aside_width, middle - 12, aside_width + 1, 24), Qt::AlignVCenter, aside);
  }
  painter.restore();
}

void draw_active_line(QPainter& painter, const QRect& view) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colours::acquired, 1));
  painter.drawRect(QRectF(view).adjusted(-0.5, -0.5, 0.5, 0.5));
}

QString link_icon(const Study& study, const Scene& scene, int timepoint) {
  if (!scene.linked) return "link-open";
  const Timepoint* date = at(study, timepoint);
  if (!date || !date->from_study) return "link";
  if (!date->from_study->quality.trusted) return "link-broken";
  const TransformKind kind = date->from_study->kind;
  return kind == TransformKind::scanner_coordinates || kind == TransformKind::pinned ? "link-warning" : "link";
}

QColor link_colour(const QString& name) {
  if (name == "link-open") return colours::text_third;
  if (name == "link-broken") return colours::error;
  return name == "link-warning" ? colours::warning : colours::crosshair;
}

}  // namespace longview
