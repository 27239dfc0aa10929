using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace Gantry.Clients.Tests.Translation;

/// <summary>One case through one SDK, shown in the words of the wire.</summary>
internal static class NugetReaders
{
    private const string Key = "k";
    private const string Model = "model";
    private const string Prompt = "Go on.";

    public static async Task<object> ChatAsync(Uri root, bool stream)
    {
        var options = new OpenAIClientOptions { Endpoint = root, RetryPolicy = new ClientRetryPolicy(0) };
        var client = new ChatClient(Model, new ApiKeyCredential(Key), options);
        if (!stream)
        {
            ChatCompletion answer = await client.CompleteChatAsync(Prompt);
            return new
            {
                text = string.Concat(answer.Content.Select(part => part.Text)),
                refusal = answer.Refusal,
                calls = answer.ToolCalls.Select(call => new { id = call.Id, name = call.FunctionName, text = call.FunctionArguments.ToString() }),
                stop = Word(answer.FinishReason),
                usage = Usage(answer.Usage),
            };
        }

        StringBuilder text = new(), refusal = new();
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Text)>();
        string? stop = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in client.CompleteChatStreamingAsync(Prompt))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            refusal.Append(update.RefusalUpdate);
            foreach (var piece in update.ToolCallUpdates)
            {
                if (!calls.ContainsKey(piece.Index)) calls[piece.Index] = (piece.ToolCallId, piece.FunctionName, new StringBuilder());
                calls[piece.Index].Text.Append(piece.FunctionArgumentsUpdate);
            }

            if (update.FinishReason is { } reason) stop = Word(reason);
            usage = update.Usage ?? usage;
        }

        return new
        {
            text = text.ToString(),
            refusal = refusal.ToString(),
            calls = calls.Values.Select(call => new { id = call.Id, name = call.Name, text = call.Text.ToString() }),
            stop,
            usage = Usage(usage),
        };
    }

    public static async Task<object> ResponsesAsync(Uri root, bool stream)
    {
        var options = new ResponsesClientOptions { Endpoint = root, RetryPolicy = new ClientRetryPolicy(0) };
        var client = new ResponsesClient(new ApiKeyCredential(Key), options);
        if (!stream) return Shown(await client.CreateResponseAsync(Model, Prompt), null);
        var deltas = new StringBuilder();
        ResponseResult? last = null;
        var asked = new CreateResponseOptions(Model, [ResponseItem.CreateUserMessageItem(Prompt)]) { StreamingEnabled = true };
        await using var updates = await client.CreateResponseStreamingAsync(asked);
        await foreach (var update in updates)
        {
            if (update is StreamingResponseOutputTextDeltaUpdate piece) deltas.Append(piece.Delta);
            last = update switch
            {
                StreamingResponseCompletedUpdate end => end.Response,
                StreamingResponseIncompleteUpdate end => end.Response,
                StreamingResponseFailedUpdate end => end.Response,
                _ => last,
            };
        }

        return Shown(last!, deltas.ToString());
    }

    public static async Task<object> MessagesAsync(Uri root, bool stream)
    {
        using var client = new AnthropicClient { BaseUrl = root.ToString(), ApiKey = Key, AuthToken = null, MaxRetries = 0, ResponseValidation = true };
        var asked = new MessageCreateParams { Model = Model, MaxTokens = 400, Messages = [new UserMessageParam { Content = Prompt }] };
        if (stream) return await StreamAsync(client, asked);
        var answer = await client.Messages.Create(asked);
        var blocks = answer.Content.Select(block => block.Value).ToList();
        return new
        {
            text = string.Concat(blocks.OfType<TextBlock>().Select(block => block.Text)),
            reasoning = string.Concat(blocks.OfType<ThinkingBlock>().Select(block => block.Thinking)),
            calls = blocks.OfType<ToolUseBlock>().Select(call => new { id = call.ID, name = call.Name, value = call.Input }),
            stop = answer.StopReason?.Raw(),
            usage = JsonSerializer.SerializeToElement(answer.Usage),
        };
    }

    private static async Task<object> StreamAsync(AnthropicClient client, MessageCreateParams asked)
    {
        StringBuilder text = new(), reasoning = new();
        var calls = new SortedDictionary<long, (ToolUseBlock Call, StringBuilder Text)>();
        string? stop = null;
        var usage = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        await foreach (var item in client.Messages.CreateStreaming(asked))
        {
            if (item.TryPickStart(out var start)) Merge(usage, JsonSerializer.SerializeToElement(start.Message.Usage));
            if (item.TryPickContentBlockStart(out var block) && block.ContentBlock.Value is ToolUseBlock call) calls[block.Index] = (call, new StringBuilder());
            if (item.TryPickContentBlockDelta(out var delta))
            {
                if (delta.Delta.TryPickText(out var piece)) text.Append(piece.Text);
                if (delta.Delta.TryPickThinking(out var thought)) reasoning.Append(thought.Thinking);
                if (delta.Delta.TryPickInputJson(out var arguments)) calls[delta.Index].Text.Append(arguments.PartialJson);
            }

            if (!item.TryPickDelta(out var end)) continue;
            stop = end.Delta.StopReason?.Raw();
            Merge(usage, JsonSerializer.SerializeToElement(end.Usage));
        }

        return new
        {
            text = text.ToString(),
            reasoning = reasoning.ToString(),
            calls = calls.Values.Select(call => new { id = call.Call.ID, name = call.Call.Name, text = call.Text.ToString() }),
            stop,
            usage,
        };
    }

    // The later counts stand; null says nothing.
    private static void Merge(Dictionary<string, JsonElement> usage, JsonElement counts)
    {
        foreach (var count in counts.EnumerateObject())
        {
            if (count.Value.ValueKind != JsonValueKind.Null) usage[count.Name] = count.Value;
        }
    }

    private static object Shown(ResponseResult answer, string? deltas)
    {
        var content = answer.OutputItems.OfType<MessageResponseItem>().SelectMany(item => item.Content).ToList();
        return new
        {
            text = string.Concat(content.Where(part => part.Kind == ResponseContentPartKind.OutputText).Select(part => part.Text)),
            refusal = string.Concat(content.Where(part => part.Kind == ResponseContentPartKind.Refusal).Select(part => part.Refusal)),
            reasoning = string.Concat(answer.OutputItems.OfType<ReasoningResponseItem>().Select(item => item.GetSummaryText())),
            calls = answer.OutputItems.OfType<FunctionCallResponseItem>()
                .Select(call => new { id = call.CallId, name = call.FunctionName, text = call.FunctionArguments.ToString() }),
            stop = answer.Status?.ToString().ToLowerInvariant(),
            detail = answer.IncompleteStatusDetails?.Reason?.ToString() ?? answer.Error?.Code.ToString(),
            failure = answer.Error?.Message,
            usage = answer.Usage is not { } counts ? null : new
            {
                input_tokens = counts.InputTokenCount,
                input_tokens_details = new { cached_tokens = counts.InputTokenDetails.CachedTokenCount },
                output_tokens = counts.OutputTokenCount,
                output_tokens_details = new { reasoning_tokens = counts.OutputTokenDetails.ReasoningTokenCount },
                total_tokens = counts.TotalTokenCount,
            },
            deltas,
        };
    }

    private static string Word(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Stop => "stop",
        ChatFinishReason.Length => "length",
        ChatFinishReason.ContentFilter => "content_filter",
        ChatFinishReason.ToolCalls => "tool_calls",
        _ => reason.ToString(),
    };

    private static object? Usage(ChatTokenUsage? counts) => counts is null ? null : new
    {
        prompt_tokens = counts.InputTokenCount,
        prompt_tokens_details = new { cached_tokens = counts.InputTokenDetails?.CachedTokenCount ?? 0, audio_tokens = counts.InputTokenDetails?.AudioTokenCount ?? 0 },
        completion_tokens = counts.OutputTokenCount,
        completion_tokens_details = new
        {
            reasoning_tokens = counts.OutputTokenDetails?.ReasoningTokenCount ?? 0,
            audio_tokens = counts.OutputTokenDetails?.AudioTokenCount ?? 0,
        },
        total_tokens = counts.TotalTokenCount,
    };
}
