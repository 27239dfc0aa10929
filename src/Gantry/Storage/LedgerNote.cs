namespace Gantry.Storage;

/// <summary>What a transaction says beside its lines.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Reason">For people; null for none.</param>
/// <param name="RequestId">The request that it is about; null for none.</param>
internal readonly record struct LedgerNote(string Actor, string? Reason = null, string? RequestId = null)
{
    /// <summary>The actor of what no person asked for.</summary>
    public const string Gateway = "gateway";
}
