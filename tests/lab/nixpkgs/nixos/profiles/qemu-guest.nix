# SPDX-License-Identifier: GPL-3.0-or-later
# Named by captured hardware files of virtual machines. The real one adds virtio drivers to the initrd.
{
  boot.initrd.availableKernelModules = [
    "virtio_net"
    "virtio_pci"
    "virtio_mmio"
    "virtio_blk"
    "virtio_scsi"
  ];
}
