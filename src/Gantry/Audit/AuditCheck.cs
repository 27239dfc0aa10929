namespace Gantry.Audit;

/// <summary>What a verification of the chain found.</summary>
/// <param name="Rows">Rows that were read and are as they were written.</param>
/// <param name="BrokenAt">The first row that is not as it was written, or the first that is missing; null where the chain holds.</param>
internal sealed record AuditCheck(long Rows, long? BrokenAt)
{
    /// <summary>The first row that is kept: those before were dropped when their time was over.</summary>
    public long First { get; init; } = 1;

    /// <summary>What is wrong, as a sentence; null where the chain holds.</summary>
    public string? Reason { get; init; }

    /// <summary>The last row and its link: whoever keeps it elsewhere can prove later that nothing before it was changed or cut off.</summary>
    public AuditMark? Head { get; init; }
}
