#include "app/window/actions.h"

namespace longview {

const std::vector<QString>& menu_names() {
  static const std::vector<QString> names{"File",    "View",    "Image",  "Overlay", "Prediction",
                                          "Measure", "Network", "Window", "Help"};
  return names;
}

const std::vector<ActionRow>& action_rows() {
  static const std::vector<ActionRow> rows{
      {"open", "File", QT_TR_NOOP("&Open…"), "Ctrl+O", "open", "", false},
      {"demo", "File", QT_TR_NOOP("&Demo study"), "Ctrl+Shift+D", "series", "", false},
      {"recent", "File", QT_TR_NOOP("Open &recent"), "", "", "", false},
      {"", "File", "-", "", "", "", false},
      {"save", "File", QT_TR_NOOP("&Save session"), "Ctrl+S", "", "", true},
      {"export", "File", QT_TR_NOOP("&Export…"), "Ctrl+E", "export", "", true},
      {"save_picture", "File", QT_TR_NOOP("Save &picture…"), "", "picture", "", true},
      {"copy_picture", "File", QT_TR_NOOP("&Copy picture"), "Ctrl+Shift+C", "picture", "", true},
      {"", "File", "-", "", "", "", false},
      {"quit", "File", QT_TR_NOOP("&Quit"), "Ctrl+Q", "", "", false},

      {"layout-single", "View", QT_TR_NOOP("&Single plane"), "Ctrl+1", "layout-1", "layout", true},
      {"layout-planes", "View", QT_TR_NOOP("&Three planes"), "Ctrl+2", "layout-3", "layout", true},
      {"layout-planes3d", "View", QT_TR_NOOP("Three planes and &3D"), "Ctrl+3", "layout-3plus3d", "layout", true},
      {"layout-compare", "View", QT_TR_NOOP("&Compare dates"), "Ctrl+4", "layout-compare", "layout", true},
      {"layout-3d", "View", QT_TR_NOOP("3D side b&y side"), "Ctrl+5", "layout-3d", "layout", true},
      {"", "View", "-", "", "", "", false},
      {"maximise", "View", QT_TR_NOOP("&Maximise view"), "F", "", "", true},
      {"next_view", "View", QT_TR_NOOP("&Next view"), "Tab", "", "", true},
      {"previous_view", "View", QT_TR_NOOP("&Previous view"), "Shift+Tab", "", "", true},
      {"reset", "View", QT_TR_NOOP("&Reset view"), "R", "", "", true},
      {"fit", "View", QT_TR_NOOP("&Whole head"), "A", "", "", true},
      {"lesion", "View", QT_TR_NOOP("Zoom on &lesion"), "Shift+A", "", "", true},
      {"corner_text", "View", QT_TR_NOOP("Corner te&xt"), "Ctrl+T", "", "", true},
      {"hide_patient", "View", QT_TR_NOOP("&Hide patient data"), "F6", "mask", "on", false},
      {"", "View", "-", "", "", "", false},
      {"undo", "View", QT_TR_NOOP("&Undo"), "Ctrl+Z", "", "", true},
      {"redo", "View", QT_TR_NOOP("Red&o"), "Ctrl+Shift+Z", "", "", true},

      {"tool-crosshair", "Image", QT_TR_NOOP("&Crosshair"), "X", "crosshair", "tool", true},
      {"tool-window", "Image", QT_TR_NOOP("&Window and level"), "W", "window-level", "tool", true},
      {"tool-pan", "Image", QT_TR_NOOP("&Pan"), "G", "pan", "tool", true},
      {"tool-zoom", "Image", QT_TR_NOOP("&Zoom"), "Z", "zoom", "tool", true},
      {"", "Image", "-", "", "", "", false},
      {"slice_up", "Image", QT_TR_NOOP("Next slice"), "Up", "", "", true},
      {"slice_down", "Image", QT_TR_NOOP("Previous slice"), "Down", "", "", true},
      {"slice_up10", "Image", QT_TR_NOOP("Ten slices on"), "PgUp", "", "", true},
      {"slice_down10", "Image", QT_TR_NOOP("Ten slices back"), "PgDown", "", "", true},
      {"slice_first", "Image", QT_TR_NOOP("First slice"), "Home", "", "", true},
      {"slice_last", "Image", QT_TR_NOOP("Last slice"), "End", "", "", true},
      {"", "Image", "-", "", "", "", false},
      {"date_earlier", "Image", QT_TR_NOOP("&Earlier date"), "Left", "", "", true},
      {"date_later", "Image", QT_TR_NOOP("&Later date"), "Right", "", "", true},
      {"flicker", "Image", QT_TR_NOOP("&Flicker with the date before"), "Space", "flicker", "", true},
      {"flicker_alone", "Image", QT_TR_NOOP("Flicker &by itself"), "Shift+Space", "", "on", true},
      {"linked", "Image", QT_TR_NOOP("Lin&ked"), "L", "link", "on", true},
      {"pin", "Image", QT_TR_NOOP("Pin &here to here"), "K", "link-warning", "", true},
      {"unpin", "Image", QT_TR_NOOP("Remove pins"), "", "", "", true},
      {"check_registration", "Image", QT_TR_NOOP("Check &registration"), "Ctrl+K", "", "on", true},
      {"invert", "Image", QT_TR_NOOP("&Invert greys"), "I", "", "on", true},
      {"", "Image", "-", "", "", "", false},
      {"largest", "Image", QT_TR_NOOP("Largest lesion &slice"), "J", "", "", true},
      {"disagreement", "Image", QT_TR_NOOP("Largest &disagreement of the back-test"), "Shift+J", "", "", true},
      {"propose", "Image", QT_TR_NOOP("Pr&opose lesion here"), "", "segmentation", "", true},
      {"", "Image", "-", "", "", "", false},
      {"preset-0", "Image", QT_TR_NOOP("Automatic window"), "0", "", "", true},
      {"preset-1", "Image", QT_TR_NOOP("Window preset 1"), "1", "", "", true},
      {"preset-2", "Image", QT_TR_NOOP("Window preset 2"), "2", "", "", true},
      {"preset-3", "Image", QT_TR_NOOP("Window preset 3"), "3", "", "", true},
      {"preset-4", "Image", QT_TR_NOOP("Window preset 4"), "4", "", "", true},
      {"preset-5", "", QT_TR_NOOP("Window preset 5"), "5", "", "", true},
      {"preset-6", "", QT_TR_NOOP("Window preset 6"), "6", "", "", true},
      {"preset-7", "", QT_TR_NOOP("Window preset 7"), "7", "", "", true},
      {"preset-8", "", QT_TR_NOOP("Window preset 8"), "8", "", "", true},
      {"preset-9", "", QT_TR_NOOP("Window preset 9"), "9", "", "", true},

      {"contours", "Overlay", QT_TR_NOOP("&Contours"), "C", "contour", "on", true},
      {"fill", "Overlay", QT_TR_NOOP("&Fill"), "B", "fill", "on", true},
      {"probability", "Overlay", QT_TR_NOOP("&Probability"), "P", "probability", "on", true},
      {"difference", "Overlay", QT_TR_NOOP("&Difference map"), "D", "difference", "on", true},
      {"map", "Overlay", QT_TR_NOOP("&Map of a model"), "Y", "", "on", true},
      {"", "Overlay", "-", "", "", "", false},
      {"hold_overlays", "Overlay", QT_TR_NOOP("Hide while &held"), "H", "", "", true},
      {"overlays_off", "Overlay", QT_TR_NOOP("Hide &all"), "Shift+H", "", "on", true},
      {"colour_by_label", "Overlay", QT_TR_NOOP("Colour by &label"), "", "", "on", true},

      {"predict", "Prediction", QT_TR_NOOP("&Predict…"), "Ctrl+R", "predict", "", true},
      {"model_card", "Prediction", QT_TR_NOOP("&Model card…"), "", "document", "", true},
      {"jobs", "Prediction", QT_TR_NOOP("&Jobs"), "Ctrl+J", "", "", false},
      {"cancel_job", "Prediction", QT_TR_NOOP("&Cancel the running job"), "", "cancel", "", false},
      {"", "Prediction", "-", "", "", "", false},
      {"next_problem", "Prediction", QT_TR_NOOP("&Next problem"), "N", "", "", true},
      {"previous_problem", "Prediction", QT_TR_NOOP("Previous pro&blem"), "Shift+N", "", "", true},

      {"tool-length", "Measure", QT_TR_NOOP("&Length"), "M", "length", "tool", true},
      {"tool-ellipse", "Measure", QT_TR_NOOP("&Ellipse"), "O", "ellipse", "tool", true},
      {"copy_numbers", "Measure", QT_TR_NOOP("&Copy numbers"), "", "", "", true},

      {"send", "Network", QT_TR_NOOP("&Send to PACS…"), "Ctrl+Shift+E", "send", "", true},

      {"tree", "Window", QT_TR_NOOP("Study &tree"), "F7", "panel", "on", false},
      {"inspector", "Window", QT_TR_NOOP("&Inspector"), "F8", "", "on", false},
      {"images_only", "Window", QT_TR_NOOP("Images &only"), "F11", "", "on", false},

      {"keys", "Help", QT_TR_NOOP("&Keys and gestures"), "F1 ?", "", "", false},
      {"about", "Help", QT_TR_NOOP("&About Longview"), "", "", "", false},
  };
  return rows;
}

}  // namespace longview
