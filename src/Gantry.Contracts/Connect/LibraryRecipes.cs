using static Gantry.Contracts.Connect.ShellText;

namespace Gantry.Contracts.Connect;

/// <summary>Libraries of the vendors. Strings are written as JSON writes them, which Python, JavaScript and C# read alike.</summary>
internal static class LibraryRecipes
{
    private const string Python = "Python";
    private const string JavaScript = "JavaScript";
    private const string CSharp = "C#";

    private static readonly Told Put = new("Put this into a file and run it:", "写入文件并运行：");

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new()
        {
            Id = "openai-sdk", Name = "OpenAI SDK", Kind = RecipeKind.Library, Protocols = ["chat", "responses"], BasePath = "/v1",
            BaseSetting = "base_url", KeySetting = "api_key",
            About = new("OpenAI's libraries, over Responses or Chat.", "OpenAI 的库，使用 Responses 或 Chat。"),
            Variants = [Python, JavaScript, CSharp],
            Steps = OpenAi,
            Traps =
            [
                new("The base URL ends in /v1.", "基础 URL 以 /v1 结尾。"),
                new("Variables OPENAI_API_KEY and OPENAI_BASE_URL count where the program sets nothing: an old one leads to another server.", "程序未设置时会读取 OPENAI_API_KEY 和 OPENAI_BASE_URL：旧变量会指向其他服务器。"),
            ],
        },
        new()
        {
            Id = "anthropic-sdk", Name = "Anthropic SDK", Kind = RecipeKind.Library, Protocols = ["messages"], BasePath = "",
            BaseSetting = "base_url", KeySetting = "api_key", Taste = ModelTaste.Anthropic,
            About = new("Anthropic's libraries, over Messages.", "Anthropic 的库，使用 Messages。"),
            Variants = [Python, JavaScript, CSharp],
            Steps = Anthropic,
            Traps =
            [
                new("The base URL is the bare address, without /v1.", "基础 URL 只写地址本身，不加 /v1。"),
                new("A variable ANTHROPIC_AUTH_TOKEN that is set is sent beside the key: in JavaScript say authToken: null.", "若设置了 ANTHROPIC_AUTH_TOKEN，它会与密钥一同发送：在 JavaScript 中写 authToken: null。"),
                new("The newest major versions refuse temperature, top_p and top_k.", "最新主版本拒绝 temperature、top_p 和 top_k。"),
            ],
        },
        new()
        {
            Id = "google-sdk", Name = "Google Gen AI SDK", Kind = RecipeKind.Library, Protocols = ["gemini"], BasePath = "",
            BaseSetting = "base_url", KeySetting = "api_key", Taste = ModelTaste.Google,
            About = new("Google's libraries, over generateContent.", "Google 的库，使用 generateContent。"),
            Variants = [Python, JavaScript],
            Steps = Google,
            Traps =
            [
                new("The base URL is the bare address: the library adds /v1beta or /v1 by itself.", "基础 URL 只写地址本身：库会自行添加 /v1beta 或 /v1。"),
                new("Variables GOOGLE_GENAI_USE_VERTEXAI and GOOGLE_API_KEY lead elsewhere: unset them.", "GOOGLE_GENAI_USE_VERTEXAI 和 GOOGLE_API_KEY 变量会指向别处：请取消设置。"),
            ],
        },
    ];

    private static IReadOnlyList<RecipeStep> OpenAi(ClientSetUp s) => s.Variant switch
    {
        JavaScript => [Steps.Install("npm install openai"), Steps.Code(Put, $$"""
            import OpenAI from "openai";

            const client = new OpenAI({ baseURL: {{Json(s.Address + "/v1")}}, apiKey: {{Json(s.Key)}} });
            const answer = await client.responses.create({ model: {{Json(s.Model)}}, input: "Say hello." });
            console.log(answer.output_text);
            """, Steps.Answered)],
        CSharp => [Steps.Install("dotnet add package OpenAI"), Steps.Code(Put, $$"""
            using System.ClientModel;
            using OpenAI;

            var client = new OpenAIClient(new ApiKeyCredential({{Json(s.Key)}}), new OpenAIClientOptions { Endpoint = new Uri({{Json(s.Address + "/v1")}}) });
            var answer = await client.GetChatClient({{Json(s.Model)}}).CompleteChatAsync("Say hello.");
            Console.WriteLine(answer.Value.Content[0].Text);
            """, Steps.Answered)],
        _ => [Steps.Install("pip install openai"), Steps.Code(Put, $$"""
            from openai import OpenAI

            client = OpenAI(base_url={{Json(s.Address + "/v1")}}, api_key={{Json(s.Key)}})
            answer = client.responses.create(model={{Json(s.Model)}}, input="Say hello.")
            print(answer.output_text)
            """, Steps.Answered)],
    };

    private static IReadOnlyList<RecipeStep> Anthropic(ClientSetUp s) => s.Variant switch
    {
        JavaScript => [Steps.Install("npm install @anthropic-ai/sdk"), Steps.Code(Put, $$"""
            import Anthropic from "@anthropic-ai/sdk";

            const client = new Anthropic({ baseURL: {{Json(s.Address)}}, apiKey: {{Json(s.Key)}}, authToken: null });
            const answer = await client.messages.create({ model: {{Json(s.Model)}}, max_tokens: 200, messages: [{ role: "user", content: "Say hello." }] });
            console.log(answer.content);
            """, Steps.Answered)],
        CSharp => [Steps.Install("dotnet add package Anthropic"), Steps.Code(Put, $$"""
            using Anthropic;
            using Anthropic.Models.Messages;

            var client = new AnthropicClient { BaseUrl = {{Json(s.Address)}}, ApiKey = {{Json(s.Key)}} };
            var answer = await client.Messages.Create(new MessageCreateParams { Model = {{Json(s.Model)}}, MaxTokens = 200, Messages = [new() { Role = Role.User, Content = "Say hello." }] });
            Console.WriteLine(answer);
            """, Steps.Answered)],
        _ => [Steps.Install("pip install anthropic"), Steps.Code(Put, $$"""
            from anthropic import Anthropic

            client = Anthropic(base_url={{Json(s.Address)}}, api_key={{Json(s.Key)}})
            answer = client.messages.create(model={{Json(s.Model)}}, max_tokens=200, messages=[{"role": "user", "content": "Say hello."}])
            print(answer.content)
            """, Steps.Answered)],
    };

    private static IReadOnlyList<RecipeStep> Google(ClientSetUp s) => s.Variant switch
    {
        JavaScript => [Steps.Install("npm install @google/genai"), Steps.Code(Put, $$"""
            import { GoogleGenAI } from "@google/genai";

            const client = new GoogleGenAI({ apiKey: {{Json(s.Key)}}, httpOptions: { baseUrl: {{Json(s.Address)}} } });
            const answer = await client.models.generateContent({ model: {{Json(s.Model)}}, contents: "Say hello." });
            console.log(answer.text);
            """, Steps.Answered)],
        _ => [Steps.Install("pip install google-genai"), Steps.Code(Put, $$"""
            from google import genai

            client = genai.Client(api_key={{Json(s.Key)}}, http_options={"base_url": {{Json(s.Address)}}})
            answer = client.models.generate_content(model={{Json(s.Model)}}, contents="Say hello.")
            print(answer.text)
            """, Steps.Answered)],
    };
}
