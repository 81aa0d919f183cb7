# Hardware of factorio-server: not captured yet.
# Replaced by what nixos-generate-config says on the host. To capture it:
#   switchyardctl adopt fleet.yaml --host factorio-server
{
  fileSystems = throw "switchyard: the file systems of factorio-server are not known yet: capture its hardware configuration first";
}
