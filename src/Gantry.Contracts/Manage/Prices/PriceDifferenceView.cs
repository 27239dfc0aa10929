namespace Gantry.Contracts.Manage.Prices;

/// <summary>One figure of a price that differs, as the declarative file writes it.</summary>
/// <param name="Name">Such as <c>input</c> or <c>tiers.flex.input</c>.</param>
/// <param name="Old">Null where there is none.</param>
/// <param name="New">Null where it goes away.</param>
/// <param name="Percent">By how much, as decimal text with two decimals, such as <c>-16.66</c>, towards zero; null where that means nothing.</param>
/// <param name="Large">More than a fifth, or gone.</param>
public sealed record PriceDifferenceView(string Name, string? Old, string? New, string? Percent, bool Large);
