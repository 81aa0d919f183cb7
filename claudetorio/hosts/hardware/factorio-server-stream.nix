# Hardware of factorio-server-stream: not captured yet.
# Replaced by what nixos-generate-config says on the host. To capture it:
#   switchyardctl adopt fleet.yaml --host factorio-server-stream
{
  fileSystems = throw "switchyard: the file systems of factorio-server-stream are not known yet: capture its hardware configuration first";
}
