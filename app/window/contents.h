// What the inspector's sections say of a document.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "app/window/study_flow.h"
#include "viewer/panels/check_list.h"
#include "viewer/panels/figure_table.h"
#include "viewer/panels/findings_panel.h"
#include "viewer/scene/scene.h"
#include "viewer/views/view_model.h"

namespace longview {

// The last two acquired dates up to the shown one, and the shown or newest prediction.
FigureTableContent numbers_content(const Document& document, const Scene& scene);

// The back-test's target beside "no change" and the model, and the other baselines below.
FigureTableContent backtest_content(const Document& document);
FigureTableContent baselines_content(const Document& document);
// "A2 from A1, +92 d".
QString backtest_heading(const Document& document);
// "Dice 0.91" for the time axis, "Dice 0.91 · HD95 1.4 mm · volume −9 %" for the model section; empty without one.
QString backtest_short(const Document& document);
QString backtest_long(const Document& document);
// True where the model did not beat "no change" in its own back-test.
bool no_skill(const Document& document);

// The prediction or synthetic version that model, review and export speak of: the shown one, else the newest
// prediction, else the newest synthetic one; -1 without any.
int prediction_of(const Document& document, const Scene& scene);
std::vector<std::pair<QString, QString>> model_facts(const Document& document, int prediction);
std::vector<CheckLine> check_lines(const std::vector<Check>& checks);

// "DEMO-0042 · M · 62 y · MR · 3 dates" as rich text; without the patient where hidden.
QString patient_line(const Study& study, bool hidden);
// The words without what names the patient: ID, name, and the paths that may hold them. For titles, messages and
// problems while patient data is hidden.
QString without_patient(QString words, const Study& study);
// The maps that models gave, by the time point over whose scan they lie: that of the scan, and the model's own.
std::map<int, std::vector<ShownMap>> shown_maps(const Document& document);
// The findings that the inspector shows: those of the shown date, else the newest; null without any.
const ModelFindings* findings_of(const Document& document, const Scene& scene);
// The tables of all findings, those of `first` at the top.
std::vector<TableChoice> table_choices(const Document& document, const ModelFindings& first);
// "A2 → A1 rigid, residual 0.6 mm" for the shown date, and the icon that goes with it.
std::pair<QString, QString> registration_words(const Study& study, const Scene& scene);

}  // namespace longview
