namespace Gantry.Catalog.Keys;

/// <summary>When keys were last accepted.</summary>
internal interface IKeyUseStore
{
    /// <summary>Writes down what is later than what is there.</summary>
    Task WriteAsync(IReadOnlyCollection<KeyValuePair<Guid, DateTimeOffset>> uses, CancellationToken cancellation);

    /// <summary>Of the keys that were ever used.</summary>
    Task<IReadOnlyDictionary<Guid, DateTimeOffset>> ReadAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellation);
}
