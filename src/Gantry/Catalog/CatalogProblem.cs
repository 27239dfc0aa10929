namespace Gantry.Catalog;

/// <summary>Something wrong with the catalogue.</summary>
/// <param name="Subject">The row that is wrong.</param>
/// <param name="Member">The key of the declarative file that is wrong, or empty for the whole row.</param>
/// <param name="Message">What is wrong and what would be right, without a secret.</param>
/// <param name="IsWarning">Worth saying, but no reason to refuse.</param>
internal sealed record CatalogProblem(RowKey Subject, string Member, string Message, bool IsWarning = false)
{
    public override string ToString() => $"{Subject}: {Message}";
}
