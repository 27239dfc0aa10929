using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Gantry.Clients.Tests.Gateway;
using Xunit;
using Model = Gantry.Clients.Tests.Gateway.Models;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>NuGet <c>Anthropic</c>: key as bearer, <c>anthropic-version: 2026-10-21</c>, answers checked against its schema.</summary>
public sealed class AnthropicNugetTest(GatewayFixture fixture)
{
    private static readonly Tool Weather = new()
    {
        Name = "get_weather",
        Description = "Weather of a city",
        InputSchema = new InputSchema
        {
            Properties = new Dictionary<string, System.Text.Json.JsonElement>
            {
                ["city"] = System.Text.Json.JsonSerializer.SerializeToElement(new { type = "string" }),
            },
            Required = ["city"],
        },
    };

    [Fact]
    public async Task Question_is_answered_with_usage()
    {
        using var client = Client();
        var answer = await client.Messages.Create(Ask("Say a few words."));
        Assert.NotEmpty(TextOf(answer));
        Assert.Equal("end_turn", answer.StopReason?.Raw());
        Assert.True(answer.Usage.OutputTokens > 0);
    }

    [Fact]
    public async Task Stream_arrives_as_it_is_made()
    {
        using var client = Client();
        var text = new StreamedText();
        var stopped = false;
        long? output = null;
        await foreach (var item in client.Messages.CreateStreaming(Ask("Go on.") with { Model = Model.Paced }))
        {
            if (item.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var piece))
            {
                text.Add(piece.Text);
            }

            output = item.TryPickDelta(out var end) ? end.Usage.OutputTokens : output;
            stopped |= item.TryPickStop(out _);
        }

        text.CameAsItWasMade();
        Assert.True(stopped);
        Assert.True(output > 0);
    }

    [Fact]
    public async Task Tool_is_called_and_its_result_answered()
    {
        using var client = Client();
        var ask = Ask(Prompts.CallTool) with { Tools = [Weather] };
        var first = await client.Messages.Create(ask);
        var call = Assert.Single(first.Content.Select(block => block.Value).OfType<ToolUseBlock>());
        Assert.Equal("get_weather", call.Name);
        Assert.Equal("Paris", call.Input["city"].GetString());

        var second = await client.Messages.Create(ask with
        {
            Messages =
            [
                .. ask.Messages,
                new AssistantMessageParam
                {
                    Content = new List<ContentBlockParam> { new ToolUseBlockParam { ID = call.ID, Name = call.Name, Input = call.Input } },
                },
                new UserMessageParam
                {
                    Content = new List<ContentBlockParam> { new ToolResultBlockParam { ToolUseID = call.ID, Content = "Sunny, 21 degrees." } },
                },
            ],
        });
        Assert.NotEmpty(TextOf(second));
    }

    [Fact]
    public async Task Bad_key_is_an_unauthorized_error()
    {
        using var client = Client(OpenAiNuget.BadKey);
        var error = await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => client.Messages.Create(Ask("Say a few words.")));
        Assert.Equal("authentication_error", error.Type?.Raw());
    }

    [Fact]
    public async Task Unknown_model_is_a_not_found_error()
    {
        using var client = Client();
        var error = await Assert.ThrowsAsync<AnthropicNotFoundException>(
            () => client.Messages.Create(Ask("Say a few words.") with { Model = Model.Unknown }));
        Assert.Equal("not_found_error", error.Type?.Raw());
    }

    [Fact]
    public async Task Models_are_listed()
    {
        using var client = Client();
        var page = await client.Models.List();
        page.Validate();
        Assert.Contains(page.Items, model => model.ID == Model.Claude);
    }

    [Fact]
    public async Task One_model_is_described()
    {
        using var client = Client();
        var model = await client.Models.Retrieve(Model.Claude);
        model.Validate();
        Assert.Equal(Model.Claude, model.ID);
    }

    [Fact]
    public async Task Tokens_are_counted()
    {
        using var client = Client();
        var count = await client.Messages.CountTokens(
            new MessageCountTokensParams { Model = Model.Claude, Messages = [new UserMessageParam { Content = "Say a few words." }] });
        Assert.True(count.InputTokens > 0);
    }

    private AnthropicClient Client(string? key = null) => new()
    {
        BaseUrl = fixture.Gateway.BaseUrl,
        ApiKey = key ?? fixture.Gateway.Key,
        AuthToken = null,
        MaxRetries = 0,
        ResponseValidation = true,
    };

    private static MessageCreateParams Ask(string question) =>
        new() { Model = Model.Claude, MaxTokens = 400, Messages = [new UserMessageParam { Content = question }] };

    private static string TextOf(Message message) => string.Concat(message.Content.Select(block => block.Value).OfType<TextBlock>().Select(block => block.Text));
}
