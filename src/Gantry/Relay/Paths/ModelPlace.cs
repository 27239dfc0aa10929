namespace Gantry.Relay.Paths;

/// <summary>Where a request names its model.</summary>
internal enum ModelPlace
{
    None,
    Body,
    Path,
}
