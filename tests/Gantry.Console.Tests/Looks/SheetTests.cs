using System.Text.RegularExpressions;
using Gantry.Console.Tests.Rig;
using Xunit;

namespace Gantry.Console.Tests.Looks;

/// <summary>The sheets of the console are one sheet for the browser: a name that two of them style is styled by chance.</summary>
public sealed partial class SheetTests
{
    [Fact]
    public void Class_has_its_rules_in_one_sheet_alone()
    {
        var owners = Sheets().SelectMany(sheet => Selectors(sheet.Text).Select(selector => (selector, sheet.Name)))
            .GroupBy(rule => rule.selector, rule => rule.Name, StringComparer.Ordinal).ToDictionary(rule => rule.Key, rule => rule.Distinct(StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
        Assert.True(owners.Count > 300, $"{owners.Count} selectors");
        Assert.All(owners.Where(owner => owner.Key.StartsWith('.')), owner => Assert.True(owner.Value.Count == 1, $"{owner.Key}: {string.Join(", ", owner.Value)}"));
    }

    private static IEnumerable<(string Name, string Text)> Sheets()
    {
        var folder = Path.Combine(Checkout.Folder, "src/Gantry.Console/Assets");
        return Directory.EnumerateFiles(folder, "*.css", SearchOption.AllDirectories).Select(path => (Path.GetFileName(path), File.ReadAllText(path)));
    }

    private static IEnumerable<string> Selectors(string sheet) => Rule().Matches(Comment().Replace(sheet, "")).Select(rule => rule.Groups["head"].Value.Trim())
        .Where(head => !head.StartsWith('@')).SelectMany(head => head.Split(',')).Select(selector => Space().Replace(selector.Trim(), " "));

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<head>[^{}]+)\{", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
