namespace Gantry.Secrets;

/// <summary>A place where sealed boxes lie: a column of a table, or files of a folder. Whoever keeps boxes gives one, or a change of the master key leaves them behind.</summary>
internal interface ISealedCells
{
    /// <summary>What people read, such as <c>upstream_credentials.sealed</c>.</summary>
    string Name { get; }

    /// <summary>Wraps again every box that the current master key has not wrapped; what changes meanwhile is left as it came.</summary>
    Task<RewrapResult> RewrapAsync(SecretSeal seal, CancellationToken cancellation);
}
