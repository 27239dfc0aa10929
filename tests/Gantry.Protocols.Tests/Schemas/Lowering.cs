using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Schemas;
using Xunit;

namespace Gantry.Protocols.Tests.Schemas;

/// <summary>Lowers from text to text, and lowers what came out once more: it must not change.</summary>
internal static class Lowering
{
    public static readonly SchemaTarget[] Targets = Enum.GetValues<SchemaTarget>();

    public static string Of(string schema, SchemaTarget target) => Of(schema, target, out _);

    public static string Of(string schema, SchemaTarget target, out LossLog losses)
    {
        losses = new LossLog();
        var lowered = SchemaLowering.Lower(Slice(schema), target, losses);
        Assert.Equal(SchemaOutcome.Lowered, lowered.Outcome);
        string text = lowered.Schema.ToString();
        AssertStays(text, target);
        return text;
    }

    public static LoweredSchema Outcome(string schema, SchemaTarget target, string path = "") =>
        SchemaLowering.Lower(Slice(schema), target, new LossLog(), path);

    public static void AssertStays(string lowered, SchemaTarget target)
    {
        var losses = new LossLog();
        var again = SchemaLowering.Lower(Slice(lowered), target, losses);
        Assert.Equal(SchemaOutcome.Lowered, again.Outcome);
        Assert.Equal(lowered, again.Schema.ToString());
        Assert.Equal("", losses.ToString());
    }

    /// <summary>A property schema inside an object, lowered; the property's own text comes back.</summary>
    public static string Property(string schema, SchemaTarget target) => Property(schema, target, out _);

    public static string Property(string schema, SchemaTarget target, out LossLog losses)
    {
        const string before = """{"type":"object","properties":{"p":""";
        string text = Of(before + schema + "}}", target, out losses);
        Assert.StartsWith(before, text, StringComparison.Ordinal);
        return text[before.Length..^2];
    }

    public static JsonSlice Slice(string json) => new(Encoding.UTF8.GetBytes(json));
}
