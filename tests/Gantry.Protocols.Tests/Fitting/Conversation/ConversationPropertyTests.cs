using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Fitting.Conversation;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Conversation;

/// <summary>What holds for every conversation, sense or nonsense.</summary>
public sealed class ConversationPropertyTests
{
    private static readonly string[] Ids = ["a", "b", "c", ""];

    private static readonly TranslationTarget[] Targets =
    [
        ConversationWire.Target(Protocol.Chat),
        ConversationWire.Target(Protocol.Chat, traits: new TargetTraits { SingleSystem = true, RefusesEmptyResults = true, DeveloperRole = true }),
        ConversationWire.Target(Protocol.Responses),
        ConversationWire.Target(Protocol.Messages),
        ConversationWire.Target(Protocol.Messages, new ModelRules { MidSystem = false, Prefill = false }),
        ConversationWire.Target(Protocol.Gemini),
        ConversationWire.Target(Protocol.Gemini, ConversationWire.Gemini2),
        ConversationWire.Target(Protocol.Converse),
    ];

    private static readonly Gen<Part> Content = Gen.OneOf(
        Gen.Elements("", " \n", "text", "more").Select(text => (Part)new TextPart(JsonText.From(text))),
        Gen.Elements("iVBO", "/9j/AA==", "", "@").Select(data => (Part)new MediaPart(MediaKind.Image) { MediaType = "image/png", Data = new JsonText(Encoding.UTF8.GetBytes($"\"{data}\"")) }),
        Gen.Elements("https://x.example/a", "data:image/png;base64,iVBO", "data:x").Select(url => (Part)new MediaPart(MediaKind.Document) { Url = JsonText.From(url) }),
        Gen.Elements("tool_reference", "server_tool_use", "web_search_tool_result", "other").SelectMany(type =>
            Gen.Elements("{}", "{\"tool_name\":\"x\",\"id\":\"s\",\"tool_use_id\":\"s\"}", "[]", "{", "{\"content\":[1,{\"title\":\"\\ud800\"}]}")
                .Select(raw => (Part)new ForeignPart(Protocol.Messages, type, new JsonSlice(Encoding.UTF8.GetBytes(raw))))));

    private static readonly Gen<Part> Parts = Gen.Frequency(
        (4, Content),
        (1, Gen.Elements("", "s").Select(seal => (Part)new ReasoningPart(JsonText.From("t")) { Seal = seal.Length == 0 ? null : new ReasoningSeal(ReasoningSealKind.ThoughtSignature, JsonText.From(seal)) })),
        (1, Gen.Constant((Part)new RefusalPart(JsonText.From("no")))),
        (3, Gen.Elements(Ids).Select(id => (Part)new ToolCallPart(id, "f" + id))),
        (3, Gen.Elements(Ids).SelectMany(id => Few(Content, 2).Select(content => (Part)new ToolResultPart(id, content) { IsError = content.Count == 1, Name = id == "c" ? "fc" : null }))));

    private static readonly Gen<ChatRequest> Requests = Few(
        Gen.Elements(Role.User, Role.User, Role.Assistant, Role.Assistant, Role.System).SelectMany(role =>
            Few(Parts, 4).Select(parts => new Turn(role, parts) { SpeakerName = parts.Count == 3 ? "Ann" : null })),
        7).Select(turns => new ChatRequest("m") { Turns = turns, Instructions = [new TextPart(JsonText.From("S")), new TextPart(JsonText.From(" "))] });

    [Fact]
    public void Every_conversation_is_fitted_or_refused_and_fitting_it_again_changes_nothing()
    {
        int fitted = 0;
        Check(request =>
        {
            foreach (var target in Targets)
            {
                if (Fit(request, target) is not { } once) continue;
                fitted++;
                Assert.Equal(Show(once), Show(Fit(once, target) ?? throw new InvalidOperationException("What was fitted is refused.")));
                Assert.Equal(Show(once), Show(Fit(request, target)!));
            }
        });
        Assert.True(fitted > 500, $"Only {fitted} were fitted.");
    }

    [Fact]
    public void Every_call_is_followed_by_its_result_and_turns_alternate_where_they_must() => Check(request =>
    {
        foreach (var target in Targets)
        {
            if (Fit(request, target) is not { } fitted) continue;
            var turns = fitted.Turns;
            for (int i = 0; i < turns.Count; i++)
            {
                var calls = turns[i].Role == Role.Assistant ? turns[i].Parts.OfType<ToolCallPart>().Select(call => call.Id).ToList() : [];
                if (target.Protocol == Protocol.Responses) continue;
                var results = i + 1 < turns.Count ? turns[i + 1].Parts.TakeWhile(part => part is ToolResultPart).Cast<ToolResultPart>().Select(result => result.CallId).ToList() : [];
                if (turns[i].Role == Role.Assistant) Assert.Equal(calls, results);
                bool alone = target.KeepsResultsAlone() && i > 0 && turns[i - 1].Parts[0] is ToolResultPart;
                if (target.Alternates() && i > 0 && !alone && turns[i].Role != Role.System) Assert.NotEqual(turns[i - 1].Role, turns[i].Role);
                Assert.NotEmpty(turns[i].Parts);
            }

            if (target.Alternates()) Assert.Equal(Role.User, turns[0].Role);
        }
    });

    [Fact]
    public void What_is_new_at_the_end_changes_nothing_before_it()
    {
        var next = new Turn(Role.User, [new TextPart(JsonText.From("and now?"))]);
        Check(request =>
        {
            // A conversation that ends with the user's answer to everything: the next turn begins behind it.
            var closed = request with { Turns = [.. request.Turns, new Turn(Role.User, [new TextPart(JsonText.From("so?"))])] };
            var longer = closed with { Turns = [.. closed.Turns, new Turn(Role.Assistant, [new TextPart(JsonText.From("so!"))]), next] };
            foreach (var target in Targets)
            {
                if (Fit(closed, target) is { } before) Assert.StartsWith(Show(before), Show(Fit(longer, target)!), StringComparison.Ordinal);
            }
        });
    }

    private static void Check(Action<ChatRequest> body) =>
        Prop.ForAll(Requests.ToArbitrary(), body).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(7_213_055_123UL, 91_377UL));

    private static Gen<List<T>> Few<T>(Gen<T> of, int most) => Gen.Choose(0, most).SelectMany(count => of.ListOf(count)).Select(list => list.ToList());

    private static ChatRequest? Fit(ChatRequest request, TranslationTarget target)
    {
        var scope = new FitScope(new TranslationSource(Protocol.Messages), target, request, new LossLog());
        try
        {
            return ConversationWire.Shape(scope);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private static string Show(ChatRequest request)
    {
        var text = new StringBuilder();
        foreach (var instruction in request.Instructions) text.Append(instruction.Text).Append(';');
        foreach (var turn in request.Turns)
        {
            text.Append('\n').Append(turn.Role).Append(turn.SpeakerName).Append(':');
            foreach (var part in turn.Parts) Show(part, text);
        }

        return text.ToString();
    }

    private static void Show(Part part, StringBuilder text)
    {
        switch (part)
        {
            case TextPart said:
                text.Append("|T ").Append(said.Text);
                break;
            case MediaPart media:
                text.Append("|M ").Append(media.Kind).Append(media.MediaType).Append(media.Data).Append(media.Url).Append(media.FileName);
                break;
            case ToolCallPart call:
                text.Append("|C ").Append(call.Id);
                break;
            case ToolResultPart result:
                text.Append("|R ").Append(result.CallId).Append(result.IsError).Append(result.Name).Append('(');
                foreach (var inner in result.Content) Show(inner, text);
                text.Append(')');
                break;
            default:
                text.Append('|').Append(part.GetType().Name).Append((part as ForeignPart)?.Raw);
                break;
        }
    }
}
