namespace Gantry.Protocols.Hub;

/// <summary>What one side says before the other answers. Parts keep the order in which they were said; nobody regroups them but a writer.</summary>
public sealed record Turn(Role Role, IReadOnlyList<Part> Parts)
{
    private readonly int _index = -1;

    /// <summary>The speaker's name where a dialect has one (<c>name</c> in Chat); null elsewhere.</summary>
    public string? SpeakerName { get; init; }

    /// <summary>Number of the message that the turn begins with, where a message is not always a turn (Chat); null elsewhere. Only a path needs it.</summary>
    public int? Index
    {
        get => _index < 0 ? null : _index;
        init => _index = value ?? -1;
    }

    /// <summary>Members of the message that the hub has no word for.</summary>
    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];
}
