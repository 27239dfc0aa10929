namespace Gantry.Protocols.Hub;

/// <summary>What most parts have nothing of, and a history of hundreds need not have room for: see <see cref="Part"/>.</summary>
internal sealed record PartDress(CacheMark Cache, IReadOnlyList<ExtraMember> Extras, IReadOnlyList<ExtraMember>? Item)
{
    /// <summary>Nothing at all.</summary>
    public static readonly PartDress None = new(CacheMark.None, [], null);

    /// <summary>The part begins an item that says nothing else.</summary>
    public static readonly PartDress BareItem = new(CacheMark.None, [], []);
}
