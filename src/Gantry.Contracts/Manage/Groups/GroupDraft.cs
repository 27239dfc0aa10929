namespace Gantry.Contracts.Manage.Groups;

/// <summary>A group to be made.</summary>
public sealed record GroupDraft : GroupTerms
{
    public required string Name { get; init; }
}
