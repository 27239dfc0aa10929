using System.Text.Json;
using Gantry.Console.Audits;
using Gantry.Contracts.Manage.Audits;
using Xunit;

namespace Gantry.Console.Tests.Audits;

public sealed class AuditDifferenceTests
{
    [Theory]
    [InlineData(null, """{"name":"a","n":1}""", "name: -> a, n: -> 1")]
    [InlineData("""{"name":"a"}""", null, "name: a -> ")]
    [InlineData("""{"a":[1],"b":"same"}""", """{"a":[1,2],"b":"same"}""", "a: [1] -> [1,2]")]
    [InlineData("""true""", """false""", "value: true -> false")]
    [InlineData(null, null, "")]
    public void Row_shows_the_fields_that_differ(string? before, string? after, string shown) =>
        Assert.Equal(shown, string.Join(", ", AuditDifference.Of(Row(before, after)).Select(one => $"{one.Field}: {(one.Before is null ? "" : one.Before + " ")}-> {one.After}")));

    private static AuditRowView Row(string? before, string? after) => new()
    {
        Sequence = 1, At = DateTimeOffset.UnixEpoch, Actor = "a", Action = "key.edit", Target = "key x", Chain = "c", Before = Json(before), After = Json(after),
    };

    private static JsonElement? Json(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
