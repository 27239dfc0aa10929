using Gantry.Console.Language;

namespace Gantry.Console.Shell;

/// <summary>A page in the navigation.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Icon">The <c>d</c> of a path of 24 by 24, drawn in strokes.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Administration">Only administrators and owners see it. Its services refuse everybody else by themselves.</param>
internal sealed record NavEntry(string Path, string Icon, Func<ShellWords, string> Name, bool Administration = false);
