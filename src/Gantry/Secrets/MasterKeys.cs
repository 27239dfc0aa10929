namespace Gantry.Secrets;

/// <summary>The master keys of a moment.</summary>
/// <param name="Current">Seals, and opens.</param>
/// <param name="Previous">Only opens, while a change of keys runs; null while none does.</param>
internal sealed record MasterKeys(MasterKey Current, MasterKey? Previous = null)
{
    public IEnumerable<MasterKey> All => Previous is null ? [Current] : [Current, Previous];

    /// <summary>The key of an id, or null.</summary>
    public MasterKey? Find(ReadOnlySpan<byte> id) =>
        id.SequenceEqual(Current.Id) ? Current : Previous is not null && id.SequenceEqual(Previous.Id) ? Previous : null;
}
