namespace Gantry.Protocols.Hub;

/// <summary>What one side says before the other answers. Parts keep the order in which they were said; nobody regroups them but a writer.</summary>
public sealed record Turn(Role Role, IReadOnlyList<Part> Parts)
{
    /// <summary>The speaker's name where a dialect has one (<c>name</c> in Chat); null elsewhere.</summary>
    public string? SpeakerName { get; init; }
}
