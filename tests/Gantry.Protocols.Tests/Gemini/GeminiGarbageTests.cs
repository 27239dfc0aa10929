using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Gemini;
using Xunit;

namespace Gantry.Protocols.Tests.Gemini;

/// <summary>Whatever the bytes: readers throw nothing but <see cref="ProtocolException"/>, and what they read can be written.</summary>
public sealed class GeminiGarbageTests
{
    private static readonly string[] Fragments =
    [
        "data: ", "\r\n\r\n", "\n", "{", "}", "[", "]", "\"", "\\", "\\ud800", ",", ":", "null", "-1", "1e999", "true", "\"contents\":[{\"parts\":[{", "\"text\":\"",
        "\"thought\":true,", "\"thoughtSignature\":\"", "\"functionCall\":{\"name\":\"f\",\"args\":{", "\"function_response\":{\"response\":{\"output\":",
        "\"inlineData\":{\"data\":\"", "\"candidates\":[{\"content\":{\"parts\":[{", "\"finishReason\":\"STOP\"", "\"finishReason\":1", "\"usageMetadata\":{\"promptTokenCount\":",
        "\"error\":{\"code\":", "\"tools\":[{\"functionDeclarations\":[{\"name\":\"", "\"generationConfig\":{\"topK\":", "\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"ANY\"",
        "\"groundingMetadata\":{\"webSearchQueries\":[", "\"promptFeedback\":{\"blockReason\":", "\uFEFF", "\u20AC", "\"a_b\":",
    ];

    private static readonly Gen<byte[]> Garbage =
        from parts in Gen.OneOf(
            Gen.Elements(Fragments).Select(Encoding.UTF8.GetBytes),
            Gen.Choose(0, 255).Select(b => new[] { (byte)b })).ListOf()
        select parts.SelectMany(p => p).ToArray();

    public static TheoryData<string> Requests => GeminiSamples.Requests();

    public static TheoryData<string> Wholes => GeminiSamples.Answers(streamed: false);

    public static TheoryData<string> Streams => GeminiSamples.Answers(streamed: true);

    [Fact]
    public void Garbage_is_refused_or_read() =>
        Prop.ForAll(Garbage.ToArbitrary(), bytes =>
        {
            Request(bytes);
            Answer(bytes);
            Stream(bytes, bytes.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [MemberData(nameof(Requests))]
    public void Damaged_request_is_refused_or_read(string file) => Damage(GeminiSamples.LoadRequest(file), Request);

    [Theory]
    [MemberData(nameof(Wholes))]
    public void Damaged_answer_is_refused_or_read(string id) => Damage(GeminiSamples.Load(id).Body, Answer);

    [Theory]
    [MemberData(nameof(Streams))]
    public void Damaged_stream_fails_or_is_read(string id) => Damage(GeminiSamples.Load(id).Body, bytes => Stream(bytes, bytes.Length));

    private static void Damage(byte[] body, Action<byte[]> read)
    {
        var random = new Random(body.Length);
        for (int round = 0; round < 60; round++)
        {
            var damaged = body[..(round % 3 == 0 ? random.Next(body.Length) : body.Length)];
            for (int hit = 0; damaged.Length > 0 && hit < 1 + (round % 4); hit++)
            {
                damaged[random.Next(damaged.Length)] = (byte)"{}[]\",:\\0n \n\u0001\u007f"[random.Next(14)];
            }

            read(damaged);
        }
    }

    private static void Request(byte[] bytes)
    {
        try
        {
            GeminiSamples.Write(GeminiCodec.Instance.ReadRequest(bytes, new ChatCall("m", false)));
        }
        catch (ProtocolException fault)
        {
            Assert.NotEmpty(fault.Message);
        }
    }

    private static void Answer(byte[] bytes)
    {
        try
        {
            GeminiSamples.Write(GeminiCodec.Instance.ReadAnswer(bytes));
        }
        catch (ProtocolException fault)
        {
            Assert.NotEmpty(fault.Message);
        }
    }

    private static void Stream(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        var read = GeminiSamples.Stream(bytes, () => random.Next(1, 60));
        Assert.True(read.Complete || read.Error is not null);
        if (read.Complete) GeminiSamples.WriteStream(read.ToAnswer());
    }
}
