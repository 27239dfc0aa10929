using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Gantry.Tests.Observe.Prometheus;

/// <summary>Reads the text format of Prometheus 0.0.4, and takes nothing that a strict reader would not.</summary>
internal sealed partial class PrometheusReader
{
    private readonly List<PrometheusSample> _samples = [];
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private string? _family;
    private string? _helped;

    /// <exception cref="FormatException">A line is not well formed, or not where it may be.</exception>
    public PrometheusReader(string text)
    {
        if (text.Length > 0 && text[^1] != '\n') throw new FormatException("The last line does not end.");
        foreach (var line in text.Split('\n').SkipLast(1)) Read(line);
        foreach (var (family, type) in _types)
        {
            if (type == "histogram") CheckHistogram(family);
        }
    }

    public IReadOnlyList<PrometheusSample> Samples => _samples;

    /// <summary>Types by the name of the family.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>The sum over all series that have these labels.</summary>
    public decimal Sum(string name, params (string Label, string Value)[] labels) =>
        _samples.Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value)).Sum(sample => decimal.Parse(sample.Value, NumberStyles.Float, CultureInfo.InvariantCulture));

    private void Read(string line)
    {
        if (line.StartsWith('#'))
        {
            Comment(line);
            return;
        }

        var match = Sample().Match(line);
        if (!match.Success) throw new FormatException($"No sample: {line}");
        var name = match.Groups["name"].Value;
        if (_family is null || !Belongs(name, _family, _types[_family])) throw new FormatException($"{name} does not follow the type of its family.");
        var labels = Labels(match.Groups["labels"].Value);
        if (!_seen.Add(name + string.Join('\u0001', labels.OrderBy(pair => pair.Key, StringComparer.Ordinal)))) throw new FormatException($"Twice: {line}");
        _samples.Add(new PrometheusSample(name, labels, match.Groups["value"].Value));
    }

    private void Comment(string line)
    {
        if (Help().Match(line) is { Success: true } help)
        {
            _helped = help.Groups["name"].Value;
            if (_types.ContainsKey(_helped)) throw new FormatException($"The family {_helped} comes twice.");
            return;
        }

        var type = Type().Match(line);
        if (!type.Success || type.Groups["name"].Value != _helped) throw new FormatException($"No comment that means anything: {line}");
        _family = _helped;
        _types.Add(_family, type.Groups["type"].Value);
    }

    private static bool Belongs(string name, string family, string type) =>
        type == "histogram" ? name == family + "_bucket" || name == family + "_sum" || name == family + "_count"
        : name == family && (type != "counter" || name.EndsWith("_total", StringComparison.Ordinal));

    private static Dictionary<string, string> Labels(string text)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in Label().Matches(text))
        {
            if (!labels.TryAdd(label.Groups["name"].Value, Unescape(label.Groups["value"].Value))) throw new FormatException($"A label comes twice: {text}");
        }

        return labels;
    }

    private static string Unescape(string text)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            plain.Append(text[at] != '\\' ? text[at] : text[++at] switch { 'n' => '\n', '"' => '"', '\\' => '\\', var other => throw new FormatException($"\\{other} means nothing.") });
        }

        return plain.ToString();
    }

    private void CheckHistogram(string family)
    {
        var series = _samples.Where(sample => sample.Name.StartsWith(family, StringComparison.Ordinal) && Belongs(sample.Name, family, "histogram"))
            .GroupBy(sample => string.Join('\u0001', sample.Labels.Where(pair => pair.Key != "le").OrderBy(pair => pair.Key, StringComparer.Ordinal)), StringComparer.Ordinal);
        foreach (var one in series)
        {
            var buckets = one.Where(sample => sample.Name == family + "_bucket").Select(sample => (Bound: Number(sample.Labels["le"]), Count: Number(sample.Value))).ToList();
            var ascending = buckets.Zip(buckets.Skip(1)).All(pair => pair.First.Bound < pair.Second.Bound && pair.First.Count <= pair.Second.Count);
            var count = Number(one.Single(sample => sample.Name == family + "_count").Value);
            if (!ascending || !double.IsPositiveInfinity(buckets[^1].Bound) || buckets[^1].Count != count || one.Count(sample => sample.Name == family + "_sum") != 1)
            {
                throw new FormatException($"The histogram {family} does not add up.");
            }
        }
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>([^\\\\\n]|\\\\\\\\|\\\\n)*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Type();

    [GeneratedRegex("^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\]|\\\\.)*\"(,[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\]|\\\\.)*\")*)\\})? (?<value>[+-]?(Inf|NaN|[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?))$", RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();

    [GeneratedRegex("(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=\"(?<value>([^\"\\\\]|\\\\.)*)\"(,|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}
