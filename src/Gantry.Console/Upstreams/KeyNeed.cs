namespace Gantry.Console.Upstreams;

/// <summary>Whether an upstream wants a credential.</summary>
internal enum KeyNeed
{
    Needed,
    Optional,
    None,
}
