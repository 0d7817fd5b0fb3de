"""Which files lie beyond a network, by what Linux says of its mounts."""

from pathlib import Path

from annotator.data.files import filesystem
from annotator.data.files.filesystem import linux_mounts, network_kind

MOUNTS = r"""22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /home/me/team\040share rw shared:5 - nfs4 server:/team rw,vers=4.2
31 22 0:41 / /mnt/nas rw shared:6 - cifs //nas/photos rw
32 31 8:1 / /mnt/nas/local rw shared:7 - ext4 /dev/sda1 rw
"""


def test_the_innermost_mount_counts():
    mounts = linux_mounts(MOUNTS)
    kinds = {
        path: filesystem._network(filesystem._kind(Path(path), mounts))
        for path in ("/home/me/p", "/home/me/team share/p", "/mnt/nas/p", "/mnt/nas/local/p", "/mnt/nasty/p")
    }
    assert list(kinds.values()) == ["", "nfs4", "cifs", "", ""]


def test_folders_that_others_reach_are_recognized_and_so_is_where_their_locks_are_seen():
    shared = {"virtiofs", "vboxsf", "vmhgfs", "9p", "fuse", "fuse.bindfs", "fuse.sshfs", "fuse.vmhgfs-fuse"}
    for kind in shared:
        assert filesystem._network(kind) == kind
        assert filesystem.hides_locks(kind)
    for kind in ("nfs4", "cifs", "ceph"):
        assert filesystem._network(kind) == kind
        assert not filesystem.hides_locks(kind)
    for kind in ("ext4", "fuseblk", "overlay", ""):
        assert filesystem._network(kind) == ""


def test_a_disk_of_this_machine_is_none(tmp_path):
    assert network_kind(tmp_path) == ""
