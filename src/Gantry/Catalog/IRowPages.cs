namespace Gantry.Catalog;

/// <summary>Reads single rows, and pages, of what there may be many of: the whole catalogue is not loaded for them.</summary>
internal interface IRowPages
{
    Task<IReadOnlyList<ApiKeyRow>> KeysAsync(KeyPageQuery query, CancellationToken cancellation);

    /// <param name="id">The key.</param>
    /// <param name="reach">Only where it is among these.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<ApiKeyRow?> KeyAsync(Guid id, KeyReach reach, CancellationToken cancellation);

    Task<IReadOnlyList<AccountRow>> AccountsAsync(AccountPageQuery query, CancellationToken cancellation);

    /// <param name="id">The account.</param>
    /// <param name="kind">Only where it is of this kind.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<AccountRow?> AccountAsync(Guid id, AccountKind kind, CancellationToken cancellation);
}
