using Gantry.Contracts.Manage;

namespace Gantry.Console.Shell;

/// <summary>What came of something that a part of a page asked the page to do.</summary>
/// <param name="Done">It was done.</param>
/// <param name="Why">Why it was refused; null where it was done, or not begun because something else was under way.</param>
public readonly record struct Errand(bool Done, Refusal? Why);
