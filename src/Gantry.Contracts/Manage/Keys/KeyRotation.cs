namespace Gantry.Contracts.Manage.Keys;

/// <summary>How the secret of a key is replaced.</summary>
public sealed record KeyRotation
{
    /// <summary>The longest overlap: seven days.</summary>
    public const int MostOverlapSeconds = 7 * 24 * 60 * 60;

    /// <summary>How long the former secret goes on working; 0: it stops at once.</summary>
    public int OverlapSeconds { get; init; }
}
