namespace Gantry.Console.Keys;

/// <summary>What keys can be sorted by.</summary>
internal enum KeyColumn
{
    Name,
    Created,
    LastUsed,
    Expires,
}
