namespace Gantry.Contracts.Manage.Keys;

/// <summary>That what is asked and answered under a key is kept, sealed.</summary>
public sealed record CaptureTerms
{
    /// <summary>How long it is kept, in days.</summary>
    public required int Days { get; init; }
}
