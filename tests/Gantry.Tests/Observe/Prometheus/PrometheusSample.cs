namespace Gantry.Tests.Observe.Prometheus;

/// <summary>One line of the text format.</summary>
internal sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, string Value);
