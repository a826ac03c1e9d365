#include "viewer/views/volume_view.h"

#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkOpenGLState.h>
#include <vtkRenderer.h>

#include <QOpenGLContext>
#include <QOpenGLExtraFunctions>
#include <QOpenGLFunctions>
#include <QPainter>
#include <QTimer>
#include <cmath>

#include "viewer/views/private/volume_content.h"
#include "viewer/views/view_marks.h"
#include "viewer/views/volume_camera.h"
#include "viewer/views/volume_marks.h"

namespace longview {

// The rules of embedding, each found by a crash or a wrong picture, are those of stack.md 2.4.
struct VolumeView::Parts {
  ViewModel model;
  ViewPlace place;
  vtkSmartPointer<vtkGenericOpenGLRenderWindow> window = vtkSmartPointer<vtkGenericOpenGLRenderWindow>::New();
  vtkSmartPointer<vtkRenderer> renderer = vtkSmartPointer<vtkRenderer>::New();
  VolumeContent content;
  QTimer rest;  // after it, full detail
  bool refined = false;
  bool in_paint = false;
  int frames = 0;
  QString gl_renderer;
  QWidget* over = nullptr;  // marks
};

namespace {

// Frame, plate, badge, cursor and legend stand on a widget of their own over the picture: what is painted into the GL
// framebuffer itself is missing where the window is grabbed.
class Marks : public QWidget {
 public:
  Marks(const ViewModel& model, const ViewPlace& place, QWidget* parent)
      : QWidget(parent), model_(model), place_(place) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    if (!model_.study || place_.timepoint >= static_cast<int>(model_.study->timepoints.size())) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    draw_volume_marks(painter, model_, place_);
  }

 private:
  const ViewModel& model_;
  const ViewPlace& place_;
};

// Calls `f(caller, event data)` for a VTK event as long as the window lives.
template <class F>
void observe(vtkObject* object, unsigned long event, F f) {
  const auto command = vtkSmartPointer<vtkCallbackCommand>::New();
  command->SetClientData(new F(std::move(f)));
  command->SetClientDataDeleteCallback([](void* data) { delete static_cast<F*>(data); });
  command->SetCallback([](vtkObject*, unsigned long, void* data, void* call) { (*static_cast<F*>(data))(call); });
  object->AddObserver(event, command);
}

}  // namespace

VolumeView::VolumeView(QWidget* parent) : QOpenGLWidget(parent), parts_(std::make_unique<Parts>()) {
  setMouseTracking(true);
  Parts& parts = *parts_;
  parts.over = new Marks(parts.model, parts.place, this);
  parts.window->SetMultiSamples(0);
  parts.renderer->SetBackground(0, 0, 0);
  // No depth peeling: with clipped surfaces VTK 9.1's loses what lies behind the first layer (tested: a lesion behind
  // the thin half vanished). Its order-independent blending shows all layers, in half the time.
  parts.window->AddRenderer(parts.renderer);
  add_lights(*parts.renderer);
  observe(parts.window, vtkCommand::WindowMakeCurrentEvent, [this](void*) {
    // Never unconditionally: it would bind Qt's framebuffer in the midst of VTK's drawing.
    if (QOpenGLContext::currentContext() != context()) makeCurrent();
  });
  observe(parts.window, vtkCommand::WindowIsCurrentEvent, [this](void* answer) {
    *static_cast<bool*>(answer) = context() && QOpenGLContext::currentContext() == context();
  });
  observe(parts.window, vtkCommand::WindowFrameEvent, [this](void*) {
    if (!parts_->in_paint) update();
  });
  parts.rest.setSingleShot(true);
  parts.rest.setInterval(120);
  connect(&parts.rest, &QTimer::timeout, this, [this] {
    parts_->refined = true;
    update();
  });
  connect(&surfaces(), &Surfaces::made, this, [this] {
    update();
    parts_->over->update();
  });
}

VolumeView::~VolumeView() {
  if (!context()) return;
  disconnect(context(), nullptr, this, nullptr);
  makeCurrent();
  parts_->window->Finalize();
  doneCurrent();
}

void VolumeView::initializeGL() {
  Parts& parts = *parts_;
  parts.window->SetReadyForRendering(true);
  parts.window->SetOwnContext(0);
  parts.window->OpenGLInitContext();
  parts.window->SetMapped(1);
  parts.window->SetFrameBlitModeToNoBlit();
  parts.gl_renderer =
      QString::fromLatin1(reinterpret_cast<const char*>(context()->functions()->glGetString(GL_RENDERER)));
  parts.content.choose_mapper(parts.gl_renderer.toStdString());
  // The context goes when the view gets another window.
  connect(context(), &QOpenGLContext::aboutToBeDestroyed, this, [this] {
    makeCurrent();
    parts_->window->Finalize();
    doneCurrent();
  });
}

void VolumeView::show_place(const ViewModel& model, const ViewPlace& place) {
  Parts& parts = *parts_;
  const bool moved = model.scene.camera != parts.model.scene.camera || model.scene.cursor != parts.model.scene.cursor ||
                     model.scene.camera_zoom != parts.model.scene.camera_zoom;
  parts.model = model;
  parts.place = place;
  if (geometry() != place.rect) setGeometry(place.rect);
  parts.place.rect = QRect(QPoint(0, 0), place.rect.size());
  // Volumes are drawn coarsely while something moves; surfaces are quick enough as they are.
  if (moved) parts.refined = !model.scene.volume_rendering;
  if (!parts.refined) parts.rest.start();
  update();
  parts.over->update();
}

bool VolumeView::finished() const { return !surfaces().share_made() && refined(); }
int VolumeView::frames() const { return parts_->frames; }
bool VolumeView::refined() const { return parts_->refined || !parts_->model.scene.volume_rendering; }

QString VolumeView::renderer_words() const {
  return parts_->gl_renderer + ", " + QString::fromStdString(parts_->content.mapper_words());
}

void VolumeView::paintGL() {
  Parts& parts = *parts_;
  if (!parts.model.study) return;
  parts.in_paint = true;
  const double ratio = devicePixelRatioF();
  const int w = std::max(1, static_cast<int>(std::lround(width() * ratio)));
  const int h = std::max(1, static_cast<int>(std::lround(height() * ratio)));
  parts.window->SetSize(w, h);
  parts.content.show(*parts.renderer, parts.model, parts.place.timepoint, parts.refined);
  aim(*parts.renderer, volume_camera(parts.model, w, h));

  vtkOpenGLState* state = parts.window->GetState();
  state->Reset();
  state->Push();
  parts.window->Render();
  state->Pop();

  QOpenGLExtraFunctions* gl = context()->extraFunctions();
  gl->glBindFramebuffer(GL_READ_FRAMEBUFFER, parts.window->GetDisplayFramebuffer()->GetFBOIndex());
  gl->glReadBuffer(GL_COLOR_ATTACHMENT0);
  gl->glBindFramebuffer(GL_DRAW_FRAMEBUFFER, defaultFramebufferObject());
  gl->glDisable(GL_SCISSOR_TEST);
  gl->glBlitFramebuffer(0, 0, w, h, 0, 0, w, h, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  gl->glBindFramebuffer(GL_FRAMEBUFFER, defaultFramebufferObject());
  // Opaque: else the window's ground shines through.
  gl->glColorMask(GL_FALSE, GL_FALSE, GL_FALSE, GL_TRUE);
  gl->glClearColor(0, 0, 0, 1);
  gl->glClear(GL_COLOR_BUFFER_BIT);
  gl->glColorMask(GL_TRUE, GL_TRUE, GL_TRUE, GL_TRUE);
  // VTK leaves it at 1, which turns Qt's text to noise.
  gl->glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  ++parts.frames;
  parts.in_paint = false;
}

void VolumeView::resizeEvent(QResizeEvent* event) {
  QOpenGLWidget::resizeEvent(event);
  parts_->over->setGeometry(rect());
}

std::optional<Vec3> VolumeView::point_under(const QPointF& at) const {
  const Parts& parts = *parts_;
  if (!parts.model.study) return std::nullopt;
  const VolumeCamera camera = volume_camera(parts.model, width(), height());
  return parts.content.hit(camera.point_under(at), camera.towards);
}

}  // namespace longview
