using Gantry.Console.Language;

namespace Gantry.Console.Settings;

/// <summary>One setting in the form.</summary>
/// <param name="Name">As in the declarative file.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Hint">What it does, and what holds where it is empty.</param>
/// <param name="Choices">All that may stand there; empty for free text.</param>
/// <param name="Secret">Written and never read.</param>
internal sealed record SettingField(string Name, Func<SettingsWords, string> Label, Func<SettingsWords, string> Hint, IReadOnlyList<string> Choices, bool Secret = false);
