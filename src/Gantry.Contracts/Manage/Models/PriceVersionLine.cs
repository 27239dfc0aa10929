namespace Gantry.Contracts.Manage.Models;

/// <summary>One figure of a price version.</summary>
/// <param name="Dimension">What it is for, such as <c>input</c>.</param>
/// <param name="PriceNanos">Nano-USD per million units.</param>
/// <param name="Usd">USD for one <paramref name="Unit"/>, exactly, as decimal text.</param>
/// <param name="Unit">Such as <c>1M tokens</c>.</param>
/// <param name="Tier">The class of service.</param>
/// <param name="AboveTokens">It holds for prompts beyond so many tokens; 0 for all.</param>
/// <param name="Variant">Quality and size of a picture; null for every one.</param>
public sealed record PriceVersionLine(string Dimension, long PriceNanos, string Usd, string Unit, string Tier, long AboveTokens, string? Variant);
