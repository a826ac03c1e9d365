#include "tests/imaging/writing/test_pacs.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "imaging/core/failure.h"

namespace longview {

namespace {
constexpr int dicom_port = 4242, http_port = 8042;

void sleep_a_little() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }

std::string configuration(const std::filesystem::path& folder) {
  const std::string store = "\"" + (folder / "store").string() + "\"";
  return "{\"Name\": \"test\", \"StorageDirectory\": " + store + ", \"IndexDirectory\": " + store +
         ", \"HttpPort\": " + std::to_string(http_port) + ", \"DicomPort\": " + std::to_string(dicom_port) +
         ", \"DicomAet\": \"ORTHANC\", \"DicomCheckCalledAet\": true, \"RemoteAccessAllowed\": false, "
         "\"AuthenticationEnabled\": false, "
         "\"Plugins\": [], \"DicomAlwaysAllowEcho\": true, \"DicomAlwaysAllowStore\": true, \"DicomAlwaysAllowFind\": "
         "true, "
         "\"DicomAlwaysAllowGet\": true}";
}
}  // namespace

bool in_own_network() { return std::getenv("LONGVIEW_OWN_NETWORK") != nullptr; }

TestPacs::TestPacs() {
  std::ofstream(folder_.path / "orthanc.json") << configuration(folder_.path);
  const std::string config = (folder_.path / "orthanc.json").string(), log = (folder_.path / "log").string();
  process_ = ::fork();
  if (process_ == 0) {
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(out, 1);
    ::dup2(out, 2);
    ::execl("/usr/sbin/Orthanc", "Orthanc", config.c_str(), nullptr);
    ::_exit(127);
  }
  for (int tries = 0; tries < 400 && !started_; ++tries) {  // 20 s at most
    sleep_a_little();
    if (::waitpid(process_, nullptr, WNOHANG) == process_) {
      process_ = -1;
      return;
    }
    try {
      echo(node());
      started_ = true;
    } catch (const Failure&) {
    }
  }
}

TestPacs::~TestPacs() {
  if (process_ < 0) return;
  kill();
}

void TestPacs::kill() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

void TestPacs::hang() { ::kill(process_, SIGSTOP); }

std::string TestPacs::log() const {
  std::ifstream file(folder_.path / "log");
  return {std::istreambuf_iterator<char>(file), {}};
}

PacsNode TestPacs::node() const { return node_from("ORTHANC@127.0.0.1:" + std::to_string(dicom_port)); }

std::string TestPacs::differences(const std::vector<SendOutcome>& sent) const {
  std::vector<std::string> arguments{"http://127.0.0.1:" + std::to_string(http_port)};
  for (const SendOutcome& outcome : sent) {
    arguments.push_back(outcome.sop_instance_uid);
    arguments.push_back(outcome.file.string());
  }
  return python(R"(
import sys, io, json, pydicom, urllib.request as http
base = sys.argv[1]
for uid, file in zip(sys.argv[2::2], sys.argv[3::2]):
    found = json.load(http.urlopen(http.Request(base + '/tools/lookup', data=uid.encode()), timeout=10))
    ids = [f['ID'] for f in found if f['Type'] == 'Instance']
    if not ids: print('missing', file); continue
    back = http.urlopen(base + '/instances/' + ids[0] + '/file', timeout=10).read()
    if pydicom.dcmread(io.BytesIO(back)) != pydicom.dcmread(file): print('differs', file)
)",
                arguments);
}

}  // namespace longview
