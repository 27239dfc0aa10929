using static Gantry.Contracts.Connect.ShellText;

namespace Gantry.Contracts.Connect;

/// <summary>Clients in an editor.</summary>
internal static class EditorRecipes
{
    private static readonly Told Endless = new("The base URL ends in /v1; the path behind it is the client's own.", "基础 URL 以 /v1 结尾；其后的路径由客户端自行添加。");

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new()
        {
            Id = "vscode-claude-code", Name = "VS Code: Claude Code", Kind = RecipeKind.Editor, Protocols = ["messages"], BasePath = "",
            BaseSetting = "ANTHROPIC_BASE_URL", KeySetting = "ANTHROPIC_AUTH_TOKEN", Taste = ModelTaste.Anthropic, WantsSmallModel = true,
            About = new("The extension reads the settings of Claude Code.", "该扩展读取 Claude Code 的设置。"),
            Systems = Steps.Everywhere,
            Steps = s =>
            [
                Steps.Command(new("Install the extension:", "安装扩展："), "code --install-extension anthropic.claude-code"),
                TerminalRecipes.ClaudeSettings(s),
                Steps.Form(new("In VS Code's settings:", "在 VS Code 设置中："), null, ("claudeCode.disableLoginPrompt", "true")),
                new(new("Close all windows of VS Code and open it again.", "关闭所有 VS Code 窗口后重新打开。")) { See = new("The panel of Claude Code opens without asking for a login.", "Claude Code 面板打开时不要求登录。") },
                Steps.Ask(),
            ],
            Traps =
            [
                TerminalRecipes.RootOnly, TerminalRecipes.TwoKeys, TerminalRecipes.SmallModel,
                new("Variables of a terminal do not reach an editor that was started from a menu: the file does.", "从菜单启动的编辑器读不到终端变量，但会读取该文件。"),
                new("It counts tokens some forty times in its first second: a key with a low limit of requests meets it there.", "启动后第一秒约有四十次计数请求：请求限制较低的密钥会触及限制。"),
            ],
        },
        new()
        {
            Id = "vscode-codex", Name = "VS Code: Codex", Kind = RecipeKind.Editor, Protocols = ["responses"], BasePath = "/v1",
            BaseSetting = "base_url", KeySetting = "GANTRY_KEY",
            About = new("The extension reads the configuration of Codex.", "该扩展读取 Codex 的配置。"),
            Systems = Steps.Everywhere,
            Steps = s =>
            [
                Steps.Command(new("Install the extension:", "安装扩展："), "code --install-extension openai.chatgpt"),
                TerminalRecipes.CodexConfig(s),
                Steps.File(
                    new($"Put the key into {Home(s.System, ".codex/.env")}: an editor does not see the variables of your terminal.", $"将密钥写入 {Home(s.System, ".codex/.env")}：编辑器读不到终端变量。"),
                    Home(s.System, ".codex/.env"), $"GANTRY_KEY={s.Key}"),
                new(new("Close all windows of VS Code and open it again.", "关闭所有 VS Code 窗口后重新打开。")) { See = new("The panel of Codex names your model.", "Codex 面板显示所选模型。") },
                Steps.Ask(),
            ],
            Traps = [TerminalRecipes.Responses, TerminalRecipes.CodexBase],
        },
        new()
        {
            Id = "cline", Name = "Cline", Kind = RecipeKind.Editor, Protocols = ["chat", "responses", "messages", "gemini"], BasePath = "/v1",
            BaseSetting = "Base URL", KeySetting = "API Key",
            About = new("An agent in VS Code and in the terminal.", "VS Code 和终端中的智能体。"),
            Systems = Steps.Everywhere, Variants = ["VS Code", "CLI"],
            Steps = s => s.Variant == "CLI"
                ?
                [
                    Steps.Install("npm install -g cline"),
                    Steps.Command(new("Tell it the provider:", "设置 provider："), $"cline auth -p openai-compatible -k {Quote(s.System, s.Key)} -m {Quote(s.System, s.Model)} -b {Quote(s.System, s.Address + "/v1")}"),
                    Steps.Command(new("Ask it something:", "提问："), $"cline -P openai-compatible -m {Quote(s.System, s.Model)} -t 60 {Quote(s.System, "Say hello.")}", Steps.Answered),
                ]
                :
                [
                    Steps.Command(new("Install the extension:", "安装扩展："), "code --install-extension saoudrizwan.claude-dev"),
                    Steps.Form(new("In Cline's settings (the gear), fill in:", "在 Cline 设置（齿轮图标）中填写："), new("Saved without a complaint.", "保存时没有报错。"),
                        ("API Provider", "OpenAI Compatible"), ("Base URL", s.Address + "/v1"), ("OpenAI Compatible API Key", s.Key), ("Model ID", s.Model)),
                    Steps.Ask(),
                ],
            Traps =
            [
                Endless,
                new("With the provider Anthropic, too, its base URL ends in /v1.", "选择 Anthropic provider 时，基础 URL 同样以 /v1 结尾。"),
                new("It asks for hosted web search and picture tools by itself: where the model's upstream has none, they are left out.", "它会自动请求托管的网页搜索和图片工具：模型上游不支持时会被省略。"),
            ],
        },
        new()
        {
            Id = "roo-code", Name = "Roo Code", Kind = RecipeKind.Editor, Protocols = ["chat", "messages"], BasePath = "/v1",
            BaseSetting = "Base URL", KeySetting = "API Key",
            About = new("An agent in VS Code.", "VS Code 中的智能体。"),
            Steps = s =>
            [
                Steps.Command(new("Install the extension:", "安装扩展："), "code --install-extension RooVeterinaryInc.roo-cline"),
                Steps.Form(new("In Roo Code's settings, under Providers, fill in:", "在 Roo Code 设置的 Providers 中填写："), new("The list of models fills with those of your key.", "模型列表显示密钥可用的模型。"),
                    ("API Provider", "OpenAI Compatible"), ("Base URL", s.Address + "/v1"), ("API Key", s.Key), ("Model", s.Model)),
                Steps.Ask(),
            ],
            Traps = [Endless, new("Set context window and price of the model by hand: it knows only those of its own list.", "模型的上下文窗口和价格需手动填写：它只知道内置列表中的模型。")],
        },
        new()
        {
            Id = "cursor", Name = "Cursor", Kind = RecipeKind.Editor, Protocols = ["chat", "responses"], BasePath = "/v1",
            BaseSetting = "Override OpenAI Base URL", KeySetting = "OpenAI API Key",
            About = new("Chat of the Cursor editor with a model of yours.", "在 Cursor 编辑器的对话中使用你的模型。"),
            Steps = s =>
            [
                Steps.Form(new("In Cursor Settings, under Models, open API Keys and fill in:", "在 Cursor Settings 的 Models 中展开 API Keys 并填写："), null,
                    ("OpenAI API Key", s.Key), ("Override OpenAI Base URL", s.Address + "/v1")),
                Steps.Form(new("Under Models, add a custom model, and switch the others of OpenAI off:", "在 Models 中添加自定义模型，并关闭其他 OpenAI 模型："), null, ("Add custom model", s.Model)),
                new(new("Switch the key on; Cursor checks it.", "启用密钥；Cursor 会进行验证。")) { See = Steps.Answered },
            ],
            Traps =
            [
                new("Cursor's own servers make the call: an address such as localhost or 192.168.… cannot be reached from there, so nothing arrives here. It needs a public address with https.", "请求由 Cursor 的服务器发出：localhost 或 192.168.… 等地址无法访问，因此这里收不到任何请求。需要公网 https 地址。"),
                new("Only chat in Ask and Plan mode goes there; tab completion and some agents use Cursor's own models.", "仅 Ask 和 Plan 模式的对话会使用该地址；Tab 补全和部分智能体使用 Cursor 自己的模型。"),
            ],
        },
        new()
        {
            Id = "continue", Name = "Continue", Kind = RecipeKind.Editor, Protocols = ["chat"], BasePath = "/v1",
            BaseSetting = "apiBase", KeySetting = "apiKey",
            About = new("An open assistant for VS Code and JetBrains.", "适用于 VS Code 和 JetBrains 的开源助手。"),
            Systems = Steps.Everywhere,
            Steps = s =>
            [
                Steps.Command(new("Install the extension:", "安装扩展："), "code --install-extension Continue.continue"),
                Steps.File(Steps.FileOf(Home(s.System, ".continue/config.yaml")), Home(s.System, ".continue/config.yaml"), $"""
                    name: Gantry
                    version: 1.0.0
                    schema: v1
                    models:
                      - name: {Json(s.Model)}
                        provider: openai
                        model: {Json(s.Model)}
                        apiBase: {Json(s.Address + "/v1")}
                        apiKey: {Json(s.Key)}
                        roles: [chat, edit, apply]
                    """, new("The model is in the list below the prompt.", "输入框下方的列表中出现该模型。")),
                Steps.Ask(),
            ],
            Traps = [Endless, new("A config.json from earlier versions is read only while there is no config.yaml.", "旧版 config.json 仅在没有 config.yaml 时生效。")],
        },
    ];
}
