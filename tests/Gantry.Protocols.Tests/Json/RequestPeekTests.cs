using System.Buffers;
using System.Diagnostics;
using System.Text;
using Gantry.Protocols.Json;
using Xunit;

namespace Gantry.Protocols.Tests.Json;

public sealed class RequestPeekTests
{
    [Theory]
    [InlineData("""{"model":"m","\\uDE00a":1}""")]
    [InlineData("""{"model":"m","\\uD83Dtr":1,"tools":[]}""")]
    [InlineData("""{"\\uD83D":{"model":1},"model":"m","stream_options":{"\\uDE00clude_usag":true}}""")]
    public void Name_of_half_a_character_is_a_name_like_any_other(string body) => Assert.Equal("m", Accept(Encoding.UTF8.GetBytes(body.Replace("\\\\", "\\", StringComparison.Ordinal))).Model);

    [Fact]
    public void Chat_request_gives_all_facts_and_spans()
    {
        byte[] body = """
            { "model" : "gpt-5", "messages": [{"role":"user","content":"model: \"x\""}], "stream":true,
              "stream_options": { "include_usage" : false }, "max_tokens": 10, "max_completion_tokens": 200, "n": 3, "tools":[{"type":"function"}] }
            """u8.ToArray();
        var facts = Accept(body);
        Assert.Equal("gpt-5", facts.Model);
        Assert.Equal("\"gpt-5\"", Text(body, facts.ModelRange));
        Assert.True(facts.Stream);
        Assert.Equal("{ \"include_usage\" : false }", Text(body, facts.StreamOptions));
        Assert.Equal("false", Text(body, facts.IncludeUsageRange));
        Assert.False(facts.IncludeUsage);
        Assert.Equal(200, facts.MaxOutputTokens);
        Assert.Equal(3, facts.Choices);
        Assert.True(facts.HasTools);
        Assert.False(facts.CachesForOneHour);
        Assert.Equal((byte)'}', body[facts.RootEnd]);
    }

    [Theory]
    [InlineData("""{"generationConfig":{"maxOutputTokens":77,"candidateCount":2},"contents":[]}""", 77, 2)]
    [InlineData("""{"generation_config":{"max_output_tokens":78}}""", 78, null)]
    [InlineData("""{"inferenceConfig":{"maxTokens":79,"n":5}}""", 79, null)]
    [InlineData("""{"max_output_tokens":80.5,"n":"2"}""", 80, null)]
    [InlineData("""{"max_tokens":-5}""", null, null)]
    [InlineData("""{"max_tokens":null,"metadata":{"max_tokens":9}}""", null, null)]
    public void Answer_bounds_are_found_under_every_name(string json, int? most, int? choices)
    {
        var facts = Accept(Encoding.UTF8.GetBytes(json), modelRequired: false);
        Assert.Equal(most, facts.MaxOutputTokens);
        Assert.Equal(choices, facts.Choices);
    }

    [Theory]
    [InlineData("""{"model":"m","system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}}]}""", true)]
    [InlineData("""{"model":"m","cache_control":{"ttl":"1h"}}""", true)]
    [InlineData("""{"model":"m","system":[{"cachePoint":{"type":"default","ttl":"1h"}}]}""", true)]
    [InlineData("""{"model":"m","system":[{"cache_control":{"type":"ephemeral","ttl":"5m"}}]}""", false)]
    [InlineData("""{"model":"m","system":[{"cache_control":{"type":"ephemeral"},"ttl":"1h"}]}""", false)]
    [InlineData("""{"model":"m","system":"\"cache_control\":{\"ttl\":\"1h\"}"}""", false)]
    public void One_hour_cache_marks_are_seen(string json, bool expected) =>
        Assert.Equal(expected, Accept(Encoding.UTF8.GetBytes(json)).CachesForOneHour);

    [Theory]
    [InlineData("""{"model":"m","service_tier":"priority"}""", "priority")]
    [InlineData("""{"model":"m","service\u005ftier":"prior\u0069ty"}""", "priority")]
    [InlineData("""{"model":"m","serviceTier":"SERVICE_TIER_FLEX"}""", "SERVICE_TIER_FLEX")]
    [InlineData("""{"model":"m","serviceTier":{"type":"priority","x":{"type":"flex"}},"metadata":{"type":"flex"}}""", "priority")]
    [InlineData("""{"model":"m","service_tier":null}""", null)]
    [InlineData("""{"model":"m","service_tier":["priority"],"serviceTier":7}""", null)]
    [InlineData("""{"model":"m","service_tier":"\uD83D"}""", null)]
    [InlineData("""{"model":"m","metadata":{"service_tier":"priority"},"input":[{"serviceTier":{"type":"flex"}}]}""", null)]
    public void Class_of_service_is_read_in_every_protocol(string json, string? tier) => Assert.Equal(tier, Accept(Encoding.UTF8.GetBytes(json)).ServiceTier);

    [Fact]
    public void Class_of_service_of_an_absurd_length_is_none() =>
        Assert.Null(Accept(Encoding.UTF8.GetBytes($$"""{"model":"m","service_tier":"{{new string('p', 193)}}"}""")).ServiceTier);

    [Theory]
    [InlineData("""{"model":"m"}""", null, StreamOptionsShape.Absent, false)]
    [InlineData("""{"model":"m","stream":null,"stream_options":null}""", null, StreamOptionsShape.Null, false)]
    [InlineData("""{"model":"m","stream":false,"stream_options":{}}""", false, StreamOptionsShape.EmptyObject, false)]
    [InlineData("""{"model":"m","stream":true,"stream_options":{"x":{}}}""", true, StreamOptionsShape.Object, false)]
    [InlineData("""{"model":"m","stream":true,"stream_options":{"include_usage":true}}""", true, StreamOptionsShape.Object, true)]
    [InlineData("""{"model":"m","stream":true,"stream_options":[{"include_usage":true}]}""", true, StreamOptionsShape.Other, false)]
    public void Stream_options_are_told_apart(string json, bool? stream, StreamOptionsShape shape, bool asked)
    {
        var facts = Accept(Encoding.UTF8.GetBytes(json));
        Assert.Equal(stream, facts.Stream);
        Assert.Equal(shape, facts.StreamOptionsShape);
        Assert.Equal(asked, facts.IncludeUsage);
    }

    [Theory]
    [InlineData("", RequestRejectionKind.NotJson, null)]
    [InlineData("<html>", RequestRejectionKind.NotJson, null)]
    [InlineData("""{"model":"m",}""", RequestRejectionKind.NotJson, null)]
    [InlineData("""{"model":"m"}{}""", RequestRejectionKind.NotJson, null)]
    [InlineData("""{"model":"m" """, RequestRejectionKind.NotJson, null)]
    [InlineData("""{"model":5""", RequestRejectionKind.NotJson, null)]
    [InlineData("""{"stream":5/""", RequestRejectionKind.StreamNotABool, "stream")]
    [InlineData("""{"model":"m","a":"\x"}""", RequestRejectionKind.NotJson, null)]
    [InlineData("""["model"]""", RequestRejectionKind.NotAnObject, null)]
    [InlineData("\"model\"", RequestRejectionKind.NotAnObject, null)]
    [InlineData("null", RequestRejectionKind.NotAnObject, null)]
    [InlineData("""{"stream":true}""", RequestRejectionKind.ModelMissing, "model")]
    [InlineData("""{"model":null}""", RequestRejectionKind.ModelMissing, "model")]
    [InlineData("""{"model":5}""", RequestRejectionKind.ModelNotAString, "model")]
    [InlineData("""{"model":{"a":1}}""", RequestRejectionKind.ModelNotAString, "model")]
    [InlineData("""{"model":"a\ud800"}""", RequestRejectionKind.ModelNotAString, "model")]
    [InlineData("""{"model":"m","stream":"true"}""", RequestRejectionKind.StreamNotABool, "stream")]
    [InlineData("""{"model":"m","stream":[]}""", RequestRejectionKind.StreamNotABool, "stream")]
    [InlineData("""{"model":"m","model":"dear"}""", RequestRejectionKind.DuplicateName, "model")]
    [InlineData("""{"model":"m","mod\u0065l":"dear"}""", RequestRejectionKind.DuplicateName, "mod\\u0065l")]
    [InlineData("""{"model":"m","max_tokens":1,"max_tokens":2}""", RequestRejectionKind.DuplicateName, "max_tokens")]
    [InlineData("""{"model":"m","stream":true,"stream":false}""", RequestRejectionKind.DuplicateName, "stream")]
    [InlineData("""{"model":"m","n":1,"n":99}""", RequestRejectionKind.DuplicateName, "n")]
    [InlineData("""{"model":"m","a":1,"a":1}""", RequestRejectionKind.DuplicateName, "a")]
    [InlineData("""{"model":"m","stream_options":{"include_usage":true,"include_usage":false}}""",
        RequestRejectionKind.DuplicateName, "stream_options.include_usage")]
    public void Ambiguous_or_broken_body_is_refused(string json, RequestRejectionKind kind, string? field)
    {
        byte[] body = Encoding.UTF8.GetBytes(json);
        Assert.False(RequestPeek.TryRead(body, modelRequired: true, out var facts, out var rejection));
        Assert.Equal(default, facts);
        Assert.Equal(kind, rejection.Kind);
        Assert.Equal(field, rejection.Field);
        Assert.InRange(rejection.Offset, 0, body.Length);
        Assert.EndsWith(".", rejection.Message, StringComparison.Ordinal);

        Assert.False(RequestPeek.TryRead(InPieces(body, 3), modelRequired: true, out _, out var inPieces));
        Assert.Equal(rejection, inPieces);
    }

    [Fact]
    public void Broken_body_is_refused_with_the_place()
    {
        Assert.False(RequestPeek.TryRead("{\"model\":\"m\",\n\"a\":tru}"u8, modelRequired: true, out _, out var rejection));
        Assert.Equal("The body is not valid JSON: reading stopped in line 2, byte 8 of that line.", rejection.Message);
    }

    [Theory]
    [InlineData("gpt-5")]
    [InlineData("größe")]
    [InlineData("a\\\"b")]
    public void Name_of_a_model_is_read_alike_each_time(string escaped)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"model":"{{escaped}}"}""");
        string first = Accept(body).Model!;
        Assert.Equal(first, Accept(body).Model);
        Assert.Equal(escaped.Replace("\\\"", "\"", StringComparison.Ordinal), first);
    }

    [Fact]
    public void Escaped_name_is_the_same_name() =>
        Assert.Equal("m", Accept("""{"mod\u0065l":"m"}"""u8.ToArray()).Model);

    [Fact]
    public void Nested_duplicates_survive() =>
        Assert.Equal("m", Accept("""{"model":"m","metadata":{"a":1,"a":2,"model":"x","model":"y"}}"""u8.ToArray()).Model);

    [Fact]
    public void Byte_order_mark_is_tolerated_and_counted()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. """{"model":"m"}"""u8];
        Assert.Equal("\"m\"", Text(body, Accept(body).ModelRange));
        Assert.True(RequestPeek.TryRead(InPieces(body, 2), modelRequired: true, out var facts, out _));
        Assert.Equal("\"m\"", Text(body, facts.ModelRange));
    }

    [Fact]
    public void Depth_64_passes_and_65_is_refused()
    {
        Assert.True(RequestPeek.TryRead(Nested(63), modelRequired: true, out _, out _));
        Assert.False(RequestPeek.TryRead(Nested(64), modelRequired: true, out _, out var rejection));
        Assert.Equal(RequestRejectionKind.TooDeep, rejection.Kind);
        static byte[] Nested(int arrays) =>
            Encoding.UTF8.GetBytes($$"""{"model":"m","a":{{new string('[', arrays)}}{{new string(']', arrays)}}}""");
    }

    [Fact]
    public void Ten_thousand_members_pass_and_one_more_is_refused()
    {
        Assert.True(RequestPeek.TryRead(Members(9_999), modelRequired: true, out _, out _));
        Assert.False(RequestPeek.TryRead(Members(10_000), modelRequired: true, out _, out var rejection));
        Assert.Equal(RequestRejectionKind.TooManyProperties, rejection.Kind);
        static byte[] Members(int count) => Encoding.UTF8.GetBytes(
            $$"""{"model":"m",{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"member{i}\":{i}"))}}}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":")]
    public void Ten_megabytes_of_brackets_are_refused_at_once(string head)
    {
        byte[] body = Encoding.UTF8.GetBytes(head + new string('[', 10_000_000));
        var best = TimeSpan.MaxValue;
        for (int look = 0; look < 5; look++)
        {
            var clock = Stopwatch.StartNew();
            Assert.False(RequestPeek.TryRead(body, modelRequired: true, out _, out _));
            if (clock.Elapsed < best) best = clock.Elapsed;
        }

        Assert.True(best < TimeSpan.FromMilliseconds(100), $"took {best}");
    }

    [Fact]
    public void Model_may_be_absent_where_the_path_names_it()
    {
        var facts = Accept("""{"contents":[]}"""u8.ToArray(), modelRequired: false);
        Assert.Null(facts.Model);
        Assert.Null(facts.ModelRange);
    }

    internal static RequestFacts Accept(byte[] body, bool modelRequired = true)
    {
        Assert.True(RequestPeek.TryRead(body, modelRequired, out var facts, out var rejection), rejection?.Message);
        for (int size = 1; size < 8; size += 3)
        {
            Assert.True(RequestPeek.TryRead(InPieces(body, size), modelRequired, out var inPieces, out _));
            Assert.Equal(facts, inPieces);
        }

        return facts;
    }

    internal static ReadOnlySequence<byte> InPieces(byte[] body, int size)
    {
        Piece? first = null, last = null;
        for (int at = 0; at < Math.Max(1, body.Length); at += size)
        {
            last = new Piece(body.AsMemory(at, Math.Min(size, body.Length - at)), last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    private static string? Text(byte[] body, ByteRange? range) =>
        range is { } r ? Encoding.UTF8.GetString(body, r.Offset, r.Length) : null;

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
