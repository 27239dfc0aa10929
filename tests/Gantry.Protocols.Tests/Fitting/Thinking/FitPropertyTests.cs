using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Reasoning;
using Gantry.Protocols.Tests.Reasoning;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Thinking;

public sealed class FitPropertyTests
{
    private static readonly (Protocol Protocol, string Model)[] Targets =
    [
        (Protocol.Chat, "gpt-5.2"), (Protocol.Chat, "deepseek-v4"), (Protocol.Chat, "unknown"), (Protocol.Responses, "gpt-5.6"), (Protocol.Messages, "claude-sonnet-4-5"),
        (Protocol.Messages, "claude-opus-4-7"), (Protocol.Gemini, "gemini-3-pro"), (Protocol.Gemini, "gemini-2.5-pro"),
    ];

    private static readonly Protocol[] Clients = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini];

    // Pieces of nonsense and of sense: every mix of them must give a request or a refusal, and the same one again.
    private static readonly Gen<ChatRequest> Requests =
        from turns in Gen.ListOf(Gen.Choose(0, 1 << 20))
        from wish in Gen.Choose(0, 1 << 20)
        select new ChatRequest("public")
        {
            Turns = [.. turns.Select(Turn)],
            Reasoning = (wish & 7) switch { 0 => null, 1 => new() { Effort = "none" }, 2 => new() { Effort = "max", Summary = "auto", Visible = true }, 3 => new() { BudgetTokens = -5 }, 4 => new() { Effort = "??" }, _ => new() { BudgetTokens = wish } },
            Sampling = new() { MaxOutputTokens = (wish >> 3 & 3) switch { 0 => null, 1 => 1, 2 => -4, _ => wish }, Temperature = (wish & 16) == 0 ? default : Slice("1.7"), TopP = (wish & 32) == 0 ? default : Slice("\"x\""), Stop = (wish & 64) == 0 ? [] : [JsonText.From(" "), JsonText.From("S")] },
            ToolChoice = (wish & 128) == 0 ? ToolChoice.Unset : new(ToolChoiceKind.Required),
            Identity = new() { EndUser = (wish & 256) == 0 ? null : JsonText.From("a@b.c"), ServiceTier = (wish & 512) == 0 ? "" : "flex", CacheKey = (wish & 1024) == 0 ? null : JsonText.From(new string('k', wish % 100)) },
            Extras = Extras(wish >> 11),
        };

    [Fact]
    public void Fitting_what_was_fitted_changes_nothing_and_every_request_gives_one_or_a_refusal() => Check((asked, source, target) =>
    {
        try
        {
            var losses = new LossLog();
            var once = Translation.Begin(asked, source, target, losses).Request;
            string bytes = Written(once, target.Protocol);
            Assert.Equal(bytes, Written(Translation.Begin(asked, source, target, new LossLog()).Request, target.Protocol));
            Assert.Equal(bytes, Written(Translation.Begin(once, source, target, new LossLog()).Request, target.Protocol));
            Assert.DoesNotContain("FOREIGN", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("RAW", bytes, StringComparison.Ordinal);
        }
        catch (ProtocolException refusal)
        {
            Assert.NotEqual("", refusal.Path);
        }
    });

    [Fact]
    public void Prefix_of_a_conversation_stays_the_same_when_it_grows() => Check((asked, source, target) =>
    {
        if (asked.Turns.Count < 2) return;
        try
        {
            var whole = Translation.Begin(asked, source, target, new LossLog()).Request;
            var part = Translation.Begin(asked with { Turns = [.. asked.Turns.Take(asked.Turns.Count - 1)] }, source, target, new LossLog()).Request;
            if (whole.Turns.Count != asked.Turns.Count || part.Turns.Count != asked.Turns.Count - 1) return;
            for (int i = 0; i < part.Turns.Count; i++)
            {
                Assert.Equal(Written(new ChatRequest("m") { Turns = [Unmarked(part.Turns[i])] }, target.Protocol), Written(new ChatRequest("m") { Turns = [Unmarked(whole.Turns[i])] }, target.Protocol));
            }
        }
        catch (ProtocolException refusal)
        {
            Assert.NotEqual("", refusal.Path);
        }
    });

    // Marks move on with the conversation: they are no part of the prompt.
    private static Turn Unmarked(Turn turn) => turn with { Parts = [.. turn.Parts.Select(Unmarked)] };

    private static Part Unmarked(Part part) => (part is ToolResultPart result ? result with { Content = [.. result.Content.Select(Unmarked)] } : part) with { Cache = CacheMark.None };

    private static void Check(Action<ChatRequest, TranslationSource, TranslationTarget> law) =>
        Prop.ForAll(Arb.From(from request in Requests from client in Gen.Elements(Clients) from target in Gen.Elements(Targets) select (request, client, target)), drawn =>
        {
            if (drawn.client == drawn.target.Protocol) return;
            // A session: without one, the cache key is made of the words as they were asked, which are not those that were fitted.
            var source = new TranslationSource(drawn.client) { Tenant = "t", Session = "s", Memory = new ReasoningMemory(new FakeTime()) };
            law(OfClient(drawn.request, drawn.client), source, TranslationRun.Target(drawn.target.Protocol, drawn.target.Model, new TargetTraits { AutoCache = true }));
        }).Check(Config.QuickThrowOnFailure.WithReplay(20_261_121, 7).WithMaxTest(400));

    // Only what a client's own codec could have read.
    private static ChatRequest OfClient(ChatRequest request, Protocol client) => request with
    {
        Reasoning = client is Protocol.Chat or Protocol.Responses ? request.Reasoning : null,
        Turns = [.. request.Turns.Select(turn => turn with { Parts = [.. turn.Parts.Select(part => OfClient(part, client))] })],
        Extras = [.. request.Extras.Where(extra => extra.From == client)],
    };

    private static Part OfClient(Part part, Protocol client) => part switch
    {
        ReasoningPart { Seal: { } seal } thought => client == Protocol.Chat ? thought with { Seal = null } : thought with { Seal = seal with { Kind = Slot(client) } },
        ToolCallPart { Seal: not null } call when client is not (Protocol.Gemini or Protocol.Chat) => call with { Seal = null },
        _ => part,
    };

    private static ReasoningSealKind Slot(Protocol client) => client switch
    {
        Protocol.Responses => ReasoningSealKind.Encrypted,
        Protocol.Messages => ReasoningSealKind.Signature,
        _ => ReasoningSealKind.ThoughtSignature,
    };

    private static Turn Turn(int seed)
    {
        var parts = new List<Part>();
        for (int i = 0; i < (seed & 3) + 1; i++) parts.Add(Part(seed >> (2 + (i * 4)) & 15, seed % 50));
        return new Turn((seed & 4) == 0 ? Role.Assistant : Role.User, parts);
    }

    private static Part Part(int kind, int id) => kind switch
    {
        0 or 1 => new TextPart(JsonText.From("said")) { Cache = CacheMark.Short },
        2 => new TextPart(default),
        3 => new ReasoningPart(JsonText.From("thought")),
        4 => new ReasoningPart(JsonText.From("t")) { Seal = new(default, JsonText.From("RAW")) },
        5 => Sealed(BlobKind.ThinkingSignature, TranslationRun.Issuer, "native"),
        6 => Sealed(BlobKind.EncryptedReasoning, IssuerId.Of("b"), "FOREIGN"),
        7 => Sealed(BlobKind.CallSignature, TranslationRun.Issuer, "next"),
        8 => Sealed(BlobKind.ReadableThought, TranslationRun.Issuer, ""),
        9 => new ToolCallPart("c" + id, "f") { Arguments = Slice("{}"), Seal = new(ReasoningSealKind.ThoughtSignature, JsonText.From("RAW")) },
        10 => new ToolResultPart("c" + id, [new TextPart(JsonText.From("r")) { Cache = CacheMark.Hour }]),
        _ => new ToolCallPart("c" + id, "f") { Arguments = Slice("{}") },
    };

    private static ReasoningPart Sealed(BlobKind kind, IssuerId issuer, string value) => new(default)
    {
        Seal = new(default, ReasoningEnvelope.Encode(new ReasoningBlob(kind, issuer, JsonText.From(value)) { Text = JsonText.From("kept"), Direction = kind == BlobKind.CallSignature ? BlobDirection.Following : BlobDirection.Own })),
    };

    private static List<ExtraMember> Extras(int seed)
    {
        (Protocol, string, string)[] all =
        [
            (Protocol.Messages, "thinking", """{"type":"enabled","budget_tokens":99999}"""), (Protocol.Messages, "thinking", "[]"), (Protocol.Messages, "output_config.effort", "\"xhigh\""),
            (Protocol.Gemini, "generationConfig.thinkingConfig", """{"thinkingBudget":"-1","include_thoughts":true}"""), (Protocol.Gemini, "safetySettings", "{}"),
            (Protocol.Chat, "thinking", "7"), (Protocol.Chat, "chat_template_kwargs", """{"enable_thinking":false}"""), (Protocol.Responses, "include", "[]"),
            (Protocol.Responses, "truncation", "\"auto\""),
        ];
        return [.. all.Where((_, i) => (seed >> i & 1) == 1).Select(one => new ExtraMember(one.Item1, one.Item2, Slice(one.Item3)))];
    }

    private static JsonSlice Slice(string json) => new(Encoding.UTF8.GetBytes(json));

    private static string Written(ChatRequest request, Protocol protocol)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) TranslationRun.Codec(protocol).WriteRequest(request, json, new LossLog());
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
