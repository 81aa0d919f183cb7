# Hardware of factorio-server-mini: not captured yet.
# Replaced by what nixos-generate-config says on the host. To capture it:
#   switchyardctl adopt fleet.yaml --host factorio-server-mini
{
  fileSystems = throw "switchyard: the file systems of factorio-server-mini are not known yet: capture its hardware configuration first";
}
