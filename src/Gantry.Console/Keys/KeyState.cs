namespace Gantry.Console.Keys;

/// <summary>Whether a key is taken.</summary>
internal enum KeyState
{
    InUse,
    Expired,
    Revoked,
}
