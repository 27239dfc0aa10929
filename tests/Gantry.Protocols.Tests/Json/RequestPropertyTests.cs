using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

public sealed class RequestPropertyTests
{
    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf(
        Gen.Elements("", "a", "model", "\"}]{[", "größe \\ \n", "stream_options").Select(s => (JsonNode?)JsonValue.Create(s)),
        Gen.Choose(-1000, 1000).Select(n => (JsonNode?)JsonValue.Create(n)),
        Gen.Elements(true, false).Select(b => (JsonNode?)JsonValue.Create(b)),
        Gen.Constant<JsonNode?>(null));

    private static readonly Gen<JsonNode?> StreamOptions = Gen.OneOf(
        Gen.Constant("null"), Gen.Constant("{}"), Gen.Constant("{\"include_usage\":true}"), Gen.Constant("{\"x\":[1],\"include_usage\":false}"),
        Gen.Constant("{\"include_usage\":null,\"y\":{}}"), Gen.Constant("{\"z\":1}")).Select(json => JsonNode.Parse(json));

    private static readonly Gen<JsonObject> Body =
        from extra in Object(3)
        from model in Gen.Elements("gpt-5", "claude/x", "模型", "a\"b")
        from options in Gen.OneOf(StreamOptions.Select(o => (true, o)), Gen.Constant<(bool, JsonNode?)>((false, null)))
        from first in Gen.Elements(true, false)
        select Compose(extra, model, options, first);

    [Fact]
    public void Edited_body_is_equal_but_for_the_edit_and_all_other_bytes_stay() =>
        Prop.ForAll(Body.ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (body, indented) =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(body.ToJsonString(new JsonSerializerOptions { WriteIndented = indented }));
            var facts = RequestPeekTests.Accept(bytes);
            var splice = new JsonSplice();
            splice.ReplaceModel(facts, JsonSplice.Quote("up/\"stream\""));
            bool asked = splice.IncludeUsage(facts);
            var result = splice.Apply(bytes);
            byte[] edited = result.ToArray();
            Assert.Equal(edited.Length, result.Length);

            var expected = (JsonObject)body.DeepClone();
            expected["model"] = "up/\"stream\"";
            if (asked)
            {
                var options = expected["stream_options"] as JsonObject ?? [];
                options["include_usage"] = true;
                expected["stream_options"] = options.DeepClone();
            }

            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(edited)));
            AssertOnlyNewBytesAreForeign(bytes, result);
            return (expected["stream_options"]?["include_usage"]?.GetValue<bool>() ?? false) == (asked || facts.IncludeUsage);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_bytes_are_accepted_or_refused_but_never_throw_and_pieces_agree() =>
        Prop.ForAll(
            (from valid in Body
             from at in Gen.Choose(0, 400)
             from bytes in Gen.Choose(0, 255).Select(b => (byte)b).ListOf()
             select Damage(Encoding.UTF8.GetBytes(valid.ToJsonString()), at, [.. bytes.Take(3)])).ToArbitrary(),
            bytes =>
            {
                bool whole = RequestPeek.TryRead(bytes, modelRequired: true, out var facts, out var rejection);
                bool pieces = RequestPeek.TryRead(RequestPeekTests.InPieces(bytes, 3), modelRequired: true, out var factsInPieces, out var rejectionInPieces);
                return whole == pieces && facts == factsInPieces && rejection?.Kind == rejectionInPieces?.Kind && whole == (rejection is null);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    // Every piece that shares the body's memory lies where the one before ended, or behind bytes that an edit took out.
    private static void AssertOnlyNewBytesAreForeign(byte[] body, SplicedBody result)
    {
        int at = 0;
        foreach (var segment in result.Segments)
        {
            if (!System.Runtime.InteropServices.MemoryMarshal.TryGetArray(segment, out var array) || array.Array != body) continue;
            Assert.True(array.Offset >= at);
            at = array.Offset + array.Count;
        }

        Assert.Equal(body.Length, at);
    }

    private static byte[] Damage(byte[] body, int at, byte[] noise)
    {
        at = Math.Min(at, body.Length);
        return [.. body[..at], .. noise, .. body[at..]];
    }

    private static JsonObject Compose(JsonObject extra, string model, (bool Present, JsonNode? Value) options, bool first)
    {
        var body = new JsonObject();
        if (first) body["model"] = model;
        foreach (var (name, value) in extra) body["x_" + name] = value?.DeepClone();
        if (options.Present) body["stream_options"] = options.Value?.DeepClone();
        body["stream"] = true;
        if (!first) body["model"] = model;
        return body;
    }

    private static Gen<JsonObject> Object(int depth) =>
        from members in (from name in Gen.Elements("model", "stream", "a", "é", "messages", "include_usage", "ttl")
                         from value in Node(depth - 1)
                         select (name, value)).ListOf()
        select Build(members);

    private static Gen<JsonNode?> Node(int depth) => depth == 0
        ? Leaf
        : Gen.OneOf(Leaf, Object(depth).Select(o => (JsonNode?)o), Node(depth - 1).ListOf().Select(l => (JsonNode?)new JsonArray([.. l.Take(4).Select(n => n?.DeepClone())])));

    private static JsonObject Build(IEnumerable<(string Name, JsonNode? Value)> members)
    {
        var built = new JsonObject();
        foreach (var (name, value) in members) built[name] = value?.DeepClone();
        return built;
    }
}
