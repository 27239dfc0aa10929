using System.ClientModel;
using System.Text.Json;
using Gantry.Clients.Tests.Gateway;
using OpenAI.Chat;
using Xunit;

namespace Gantry.Clients.Tests.Sdk;

/// <summary>NuGet <c>OpenAI</c> on Chat Completions; it asks for usage in every stream.</summary>
public sealed class OpenAiChatNugetTest(GatewayFixture fixture)
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("get_weather", "Weather of a city", OpenAiNuget.WeatherParameters);

    [Fact]
    public async Task Question_is_answered_with_usage()
    {
        ChatCompletion answer = await Client().CompleteChatAsync("Say a few words.");
        Assert.NotEmpty(answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage.TotalTokenCount > 0);
    }

    [Fact]
    public async Task Stream_arrives_as_it_is_made()
    {
        var text = new StreamedText();
        ChatTokenUsage? usage = null;
        await foreach (var update in Client(Models.Paced).CompleteChatStreamingAsync("Go on."))
        {
            text.Add(string.Concat(update.ContentUpdate.Select(part => part.Text)));
            usage = update.Usage ?? usage;
        }

        text.CameAsItWasMade();
        Assert.True(usage?.OutputTokenCount > 0);
    }

    [Fact]
    public async Task Tool_is_called_and_its_result_answered()
    {
        var options = new ChatCompletionOptions { Tools = { Weather } };
        List<ChatMessage> messages = [new UserChatMessage(Prompts.CallTool)];
        ChatCompletion first = await Client().CompleteChatAsync(messages, options);
        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        var call = Assert.Single(first.ToolCalls);
        Assert.Equal("get_weather", call.FunctionName);
        Assert.Equal("Paris", JsonDocument.Parse(call.FunctionArguments).RootElement.GetProperty("city").GetString());

        messages.Add(new AssistantChatMessage(first));
        messages.Add(new ToolChatMessage(call.Id, "Sunny, 21 degrees."));
        ChatCompletion second = await Client().CompleteChatAsync(messages, options);
        Assert.NotEmpty(second.Content[0].Text);
    }

    [Fact]
    public async Task Bad_key_is_an_error_with_status_401()
    {
        var client = new ChatClient(Models.Gpt, new ApiKeyCredential(OpenAiNuget.BadKey), OpenAiNuget.Options(fixture.Gateway));
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync("Say a few words."));
        Assert.Equal(401, error.Status);
    }

    [Fact]
    public async Task Unknown_model_is_an_error_with_status_404()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(Models.Unknown).CompleteChatAsync("Say a few words."));
        Assert.Equal(404, error.Status);
        Assert.Contains(Models.Unknown, error.Message, StringComparison.Ordinal);
    }

    private ChatClient Client(string model = Models.Gpt) =>
        new(model, new ApiKeyCredential(fixture.Gateway.Key), OpenAiNuget.Options(fixture.Gateway));
}
