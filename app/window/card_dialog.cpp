#include "app/window/card_dialog.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QPointer>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <cmath>

#include "app/pipeline/networks.h"
#include "app/window/dialog_parts.h"
#include "app/window/jobs.h"
#include "viewer/scene/colours.h"

namespace longview {
namespace {

QString part(const QString& heading, const QString& body) {
  return body.isEmpty() ? QString() : "<h4>" + heading + "</h4><p>" + body + "</p>";
}

QString escaped(const std::string& text) { return QString::fromStdString(text).toHtmlEscaped(); }

QString figures_table(const ModelCard& card) {
  if (card.figures.empty()) return {};
  QString rows =
      QString("<table cellpadding='4'><tr><td>%1</td><td>%2</td><td>%3</td><td>%4</td><td>n</td></tr>")
          .arg(QObject::tr("method"), QObject::tr("measure"), QObject::tr("data"), QObject::tr("mean (95 %)"));
  for (const CardFigure& figure : card.figures)
    rows += QString("<tr><td>%1</td><td>%2</td><td>%3</td><td>%4 (%5 … %6)</td><td>%7</td></tr>")
                .arg(escaped(figure.method), escaped(figure.metric), escaped(figure.data))
                .arg(figure.value, 0, 'f', 3)
                .arg(figure.low, 0, 'f', 3)
                .arg(figure.high, 0, 'f', 3)
                .arg(figure.n);
  return rows + "</table>";
}

}  // namespace

QString card_text(const ModelCard& card) {
  QStringList needs, limits;
  for (const auto& need : card.needs) needs << escaped(need);
  for (const auto& limit : card.limits) limits << "• " + escaped(limit);
  QString range;
  if (card.interval_days.high > 0)
    range = QString("%1 … %2 d").arg(card.interval_days.low).arg(card.interval_days.high);
  const QString hash = card.weights_sha256.empty() ? QObject::tr("no weights") : escaped(card.weights_sha256);
  return QString("<p>%1</p>").arg(escaped(card.description)) + part(QObject::tr("Task"), escaped(card.task)) +
         part(QObject::tr("Needs"), needs.join(", ")) + part(QObject::tr("Trained range of the interval"), range) +
         part(QObject::tr("Trained on"), escaped(card.trained_on)) +
         part(QObject::tr("Results beside the baselines"), figures_table(card)) +
         part(QObject::tr("Limits"), limits.join("<br>")) + part(QObject::tr("Reference"), escaped(card.reference)) +
         part(QObject::tr("Licence"), escaped(card.licence)) +
         part(QObject::tr("Version and weights"), escaped(card.version) + ", " + hash);
}

void show_card_dialog(const std::string& model, Jobs& jobs, QWidget* parent,
                      std::function<void(const QString&)> failed) {
  jobs.start(
      QObject::tr("Model card"), Lane::reading,
      [model](const Progress&) { return networks().model_named(model).card(); },
      [parent = QPointer<QWidget>(parent)](const ModelCard& card) {
        if (!parent) return;
        auto* dialog = new QDialog(parent);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setWindowTitle(QObject::tr("Model card"));
        dialog->resize(720, 720);
        auto* column = new QVBoxLayout(dialog);
        column->setContentsMargins(0, 0, 0, 12);
        add_heading(column, QString::fromStdString(card.title), QString::fromStdString(card.version));
        auto* text = new QTextBrowser;
        text->setOpenExternalLinks(true);
        text->setHtml(card_text(card));
        text->setStyleSheet("QTextBrowser { border: none; padding: 8px 16px; background:" + colours::panel.name() +
                            "}");
        text->setAccessibleName(QObject::tr("Model card"));
        column->addWidget(text);
        auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
        buttons->setContentsMargins(0, 0, 16, 0);
        QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
        column->addWidget(buttons);
        dialog->show();
      },
      [failed = std::move(failed)](JobEnd end, const QString& sentence) {
        if (end == JobEnd::failed) failed(sentence);
      });
}

}  // namespace longview
