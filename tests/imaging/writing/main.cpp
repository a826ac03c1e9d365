// The PACS tests start a real Orthanc, which listens on all interfaces: this program therefore moves into a network of
// its own, with nothing but a loopback, before anything else. As root directly, else as root of a user namespace of its
// own; where neither is allowed the PACS tests are skipped.
#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

namespace {

bool enter_own_network() {
  const unsigned user = geteuid(), group = getegid();
  if (unshare(CLONE_NEWNET) != 0) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
    std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
  }
  const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  const bool up = ioctl(socket, SIOCGIFFLAGS, &request) == 0 &&
                  (request.ifr_flags |= IFF_UP, ioctl(socket, SIOCSIFFLAGS, &request) == 0);
  close(socket);
  return up;
}

}  // namespace

int main(int count, char** words) {
  if (enter_own_network()) setenv("LONGVIEW_OWN_NETWORK", "1", 1);
  testing::InitGoogleTest(&count, words);
  return RUN_ALL_TESTS();
}
