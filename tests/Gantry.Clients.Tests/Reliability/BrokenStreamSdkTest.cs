using System.ClientModel;
using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;
using Gantry.Clients.Tests.Processes;
using Gantry.Clients.Tests.Sdk;
using OpenAI.Chat;
using OpenAI.Responses;
using Xunit;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>R-31: official SDKs raise where an answer breaks off, at five points of it; none takes the part for the whole.</summary>
public sealed class BrokenStreamSdkTest(FailingGatewayFixture fixture) : IClassFixture<FailingGatewayFixture>
{
    private const string Why = "broke off";

    [Theory]
    [InlineData("openai.mjs", "", "brokenChat")]
    [InlineData("openai.mjs", "", "brokenChatHelper")]
    [InlineData("openai.mjs", "", "brokenResponses")]
    [InlineData("openai.mjs", "", "brokenResponsesHelper")]
    [InlineData("anthropic.mjs", "@anthropic-ai/sdk", "broken")]
    [InlineData("anthropic.mjs", "@anthropic-ai/sdk", "brokenHelper")]
    [InlineData("anthropic.mjs", "anthropic-sdk-v0", "broken")]
    [InlineData("anthropic.mjs", "anthropic-sdk-v0", "brokenHelper")]
    [InlineData("genai.mjs", "@google/genai", "broken")]
    [InlineData("genai.mjs", "google-genai-v2", "broken")]
    public async Task R_31_JavaScript_SDK_raises_at_every_cut(string script, string package, string name)
    {
        var result = await new NodeScript(fixture.Gateway, script, string.Join(',', FailingGateway.Cut), package).RunAsync(name);
        Check(result.Json, result.Run, read: !name.EndsWith("Helper", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("openai", "chat")]
    [InlineData("openai", "responses")]
    [InlineData("anthropic", "messages")]
    [InlineData("google.genai", "gemini")]
    public async Task R_31_Python_SDK_raises_at_every_cut(string module, string protocol)
    {
        var python = Environment.GetEnvironmentVariable("GANTRY_PYTHON") ?? "python3";
        using var sandbox = new Sandbox()
            .With("GANTRY_URL", fixture.Gateway.BaseUrl)
            .WithSecret("GANTRY_KEY", fixture.Gateway.Key)
            .With("GANTRY_MODEL", string.Join(',', FailingGateway.Cut));
        var there = await sandbox.RunAsync("sh", ["-c", $"{python} -c 'import {module}'"], TimeSpan.FromSeconds(30));
        Assert.SkipUnless(
            there.ExitCode == 0,
            $"The Python package {module} is not installed: pip install it, or name in GANTRY_PYTHON an interpreter that has it. ./test installs from npm and NuGet alone.");

        var run = await sandbox.RunAsync(python, [InstalledClients.Own("scripts/broken.py"), protocol], TimeSpan.FromSeconds(60));
        run.Succeeded();
        Check(Assert.Single(run.Events), run, read: true);
    }

    // The one SDK that takes no notice of an error in a stream of Chat, whoever sends it: what its users can see is that no reason for the end came.
    [Fact]
    public async Task R_31_OpenAI_NuGet_on_Chat_is_told_of_no_end_at_any_cut()
    {
        foreach (var model in FailingGateway.Cut)
        {
            var client = new ChatClient(model, new ApiKeyCredential(fixture.Gateway.Key), OpenAiNuget.Options(fixture.Gateway));
            var text = "";
            ChatFinishReason? finish = null;
            await foreach (var update in client.CompleteChatStreamingAsync("Go on."))
            {
                text += string.Concat(update.ContentUpdate.Select(part => part.Text));
                finish = update.FinishReason ?? finish;
            }

            Assert.NotEmpty(text);
            Assert.Null(finish);
        }
    }

    [Fact]
    public async Task R_31_OpenAI_NuGet_on_Responses_is_told_of_the_failure_at_every_cut()
    {
        foreach (var model in FailingGateway.Cut)
        {
            var client = new ResponsesClient(new ApiKeyCredential(fixture.Gateway.Key), OpenAiNuget.ResponsesOptions(fixture.Gateway));
            StreamingResponseUpdate? last = null;
            var options = new CreateResponseOptions(model, [ResponseItem.CreateUserMessageItem("Go on.")]) { StreamingEnabled = true };
            await using var stream = await client.CreateResponseStreamingAsync(options);
            await foreach (var update in stream)
            {
                last = update;
            }

            // This SDK hands failures over as the protocol has them: as an event.
            var failed = Assert.IsType<StreamingResponseFailedUpdate>(last);
            Assert.Equal(ResponseStatus.Failed, failed.Response.Status);
            Assert.Contains(Why, failed.Response.Error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task R_31_Anthropic_NuGet_raises_at_every_cut()
    {
        using var client = new AnthropicClient { BaseUrl = fixture.Gateway.BaseUrl, ApiKey = fixture.Gateway.Key, AuthToken = null, MaxRetries = 0 };
        foreach (var model in FailingGateway.Cut)
        {
            var (text, stopped) = ("", false);
            var ask = new MessageCreateParams { Model = model, MaxTokens = 400, Messages = [new UserMessageParam { Content = "Go on." }] };
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await foreach (var item in client.Messages.CreateStreaming(ask))
                {
                    text += item.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece) ? piece.Text : "";
                    stopped |= item.TryPickStop(out _);
                }
            });
            Assert.NotEmpty(text);
            Assert.False(stopped);
        }
    }

    private static void Check(JsonElement json, ClientRun run, bool read)
    {
        var runs = json.GetProperty("runs").EnumerateArray().ToList();
        run.Has(runs.Count == FailingGateway.Cut.Count, $"was asked {FailingGateway.Cut.Count} times and answered {runs.Count}");
        foreach (var one in runs)
        {
            run.Has(one.GetProperty("failed").GetBoolean(), "took a part for the whole")
                .Has(one.GetProperty("message").GetString()!.Contains(Why, StringComparison.Ordinal), "does not say why it failed")
                .Has(!read || one.GetProperty("text").GetString()!.Length > 0, "failed before it had read anything");
        }

        if (read)
        {
            var lengths = runs.Select(one => one.GetProperty("text").GetString()!.Length).ToList();
            run.Has(lengths.Zip(lengths.Skip(1)).All(pair => pair.First < pair.Second), $"did not read on to each cut: {string.Join(", ", lengths)}");
        }
    }
}
