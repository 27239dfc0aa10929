namespace Gantry.Console.Charts;

/// <summary>One bar among others, the longest first.</summary>
/// <param name="Label">What people call it.</param>
/// <param name="Value">Its length, not below zero.</param>
/// <param name="Note">What else is said of it, beside its number.</param>
/// <param name="IsRest">All that is too small for a bar of its own.</param>
public sealed record RankedRow(string Label, decimal Value, string Note = "", bool IsRest = false);
