using static Gantry.Contracts.Connect.ShellText;

namespace Gantry.Contracts.Connect;

/// <summary>Applications with windows, on one's machine or in a browser.</summary>
internal static class AppRecipes
{
    private static readonly Told Cors = new(
        "The version in a browser calls from its page: the gateway has to allow that origin (cors_origins in its settings). The desktop version needs nothing.",
        "浏览器版本从网页发起请求：网关需允许该来源（设置中的 cors_origins）。桌面版无需设置。");

    private static readonly Told Container = new(
        "In a container localhost is the container itself: use the machine's own name, or host.docker.internal.",
        "在容器中，localhost 指容器自身：请使用主机名或 host.docker.internal。");

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new()
        {
            Id = "claude-desktop", Name = "Claude Desktop", Kind = RecipeKind.App, Protocols = ["messages"], BasePath = "",
            BaseSetting = "inferenceGatewayBaseUrl", KeySetting = "inferenceGatewayApiKey", Taste = ModelTaste.Anthropic,
            About = new("Third-party inference: the desktop application works through this gateway.", "第三方推理：桌面应用通过本网关工作。"),
            Steps = s =>
            [
                new(new("In the menu Help, open Troubleshooting and choose Enable Developer Mode.", "在 Help 菜单的 Troubleshooting 中选择 Enable Developer Mode。")) { See = new("A menu Developer appears.", "出现 Developer 菜单。") },
                Steps.Form(new("In the menu Developer choose Configure third-party inference, then Gateway, and fill in:", "在 Developer 菜单中选择 Configure third-party inference，再选 Gateway，然后填写："), null,
                    ("Gateway base URL", s.Address), ("Gateway API key", s.Key)),
                new(new("Leave the auth scheme and the list of models as they are. Quit the application wholly and start it again.", "认证方式和模型列表保持默认。完全退出应用后重新启动。")) { See = new("The model picker lists models of this gateway.", "模型选择器列出本网关的模型。") },
                Steps.Ask(),
            ],
            Traps =
            [
                new("The address has to be https; a plain one is not taken.", "地址必须是 https，不接受 http。"),
                new("Its base URL is the bare address, without /v1.", "基础 URL 只写地址本身，不加 /v1。"),
                new("The picker takes ids that begin with claude- or anthropic- for gateway models: give others such an alias.", "选择器只把以 claude- 或 anthropic- 开头的模型视为网关模型：其他模型请设置此类别名。"),
                new("Closing the window is not quitting: the old settings stay until the program has ended.", "关闭窗口不等于退出：程序结束前仍使用旧设置。"),
            ],
        },
        new()
        {
            Id = "open-webui", Name = "Open WebUI", Kind = RecipeKind.App, Protocols = ["chat"], BasePath = "/v1",
            BaseSetting = "OPENAI_API_BASE_URL", KeySetting = "OPENAI_API_KEY",
            About = new("A chat page of your own.", "自托管的聊天页面。"),
            Variants = ["Settings", "Docker"],
            Steps = s => s.Variant == "Docker"
                ?
                [
                    Steps.Command(new("Start it with this gateway as its connection:", "启动时将本网关设为连接："),
                        $"docker run -d -p 3000:8080 --add-host=host.docker.internal:host-gateway \\\n  -e OPENAI_API_BASE_URL={Quote(ClientSystem.Linux, s.Address + "/v1")} \\\n  -e OPENAI_API_KEY={Quote(ClientSystem.Linux, s.Key)} \\\n  -v open-webui:/app/backend/data --name open-webui ghcr.io/open-webui/open-webui:main"),
                    Steps.Ask(new($"Open http://localhost:3000, choose {s.Model} and ask something.", $"打开 http://localhost:3000，选择 {s.Model} 并提问。")),
                ]
                :
                [
                    Steps.Form(new("In the Admin Panel, under Settings, Connections, OpenAI API, add a connection:", "在管理员面板的 设置 → 外部连接 → OpenAI API 中添加连接："), new("The check beside the URL is green.", "URL 旁的检查显示成功。"),
                        ("URL", s.Address + "/v1"), ("API Key", s.Key)),
                    Steps.Ask(new($"In a new chat choose {s.Model} and ask something.", $"在新对话中选择 {s.Model} 并提问。")),
                ],
            Traps =
            [
                Container,
                new("Variables count at the first start only; afterwards the Admin Panel does.", "环境变量只在首次启动时生效；之后以管理员面板为准。"),
                new("It asks for titles and follow-up questions by itself: choose a small task model under Settings, Interface.", "它会自动生成标题和后续问题：请在 设置 → 界面 中选择小型任务模型。"),
            ],
        },
        new()
        {
            Id = "librechat", Name = "LibreChat", Kind = RecipeKind.App, Protocols = ["chat"], BasePath = "/v1",
            BaseSetting = "baseURL", KeySetting = "GANTRY_KEY", WantsSmallModel = true,
            About = new("A chat server with an endpoint of its own for this gateway.", "为本网关配置独立端点的聊天服务器。"),
            Steps = s =>
            [
                Steps.File(new("Put the key into LibreChat's .env:", "将密钥写入 LibreChat 的 .env："), ".env", $"GANTRY_KEY={s.Key}"),
                Steps.File(Steps.FileOf("librechat.yaml"), "librechat.yaml", $$"""
                    version: 1.2.8
                    cache: true
                    endpoints:
                      custom:
                        - name: Gantry
                          apiKey: "${GANTRY_KEY}"
                          baseURL: {{Json(s.Address + "/v1")}}
                          models:
                            default: [{{Json(s.Model)}}]
                            fetch: true
                          titleConvo: true
                          titleModel: {{Json(s.SmallModel)}}
                          modelDisplayLabel: Gantry
                    """),
                Steps.Command(new("Start it again:", "重新启动："), "docker compose up -d --force-recreate", new("Gantry is in the list of endpoints.", "端点列表中出现 Gantry。")),
                Steps.Ask(),
            ],
            Traps = [Container, new("librechat.yaml has to be mounted into the container (docker-compose.override.yml), or it is not read.", "librechat.yaml 必须挂载到容器中（docker-compose.override.yml），否则不会被读取。")],
        },
        new()
        {
            Id = "cherry-studio", Name = "Cherry Studio", Kind = RecipeKind.App, Protocols = ["chat"], BasePath = "",
            BaseSetting = "API Host", KeySetting = "API Key",
            About = new("A desktop application for many models.", "支持多种模型的桌面应用。"),
            Steps = s =>
            [
                Steps.Form(new("In Settings, under Model Provider, press Add, and fill in:", "在 设置 → 模型服务 中点击 添加，并填写："), new("Check reports success.", "点击 检查 显示成功。"),
                    ("Provider Type", "OpenAI"), ("API Key", s.Key), ("API Host", s.Address)),
                Steps.Form(new("Press Manage and add the model, then switch the provider on.", "点击 管理 添加模型，然后启用该服务。"), null, ("Model ID", s.Model)),
                Steps.Ask(),
            ],
            Traps = [new("It appends /v1/chat/completions by itself. A slash at the end leaves /v1 out, a # at the end takes the address as it is.", "它会自动追加 /v1/chat/completions。末尾加 / 会省略 /v1，末尾加 # 则按原样使用。")],
        },
        new()
        {
            Id = "lobehub", Name = "LobeHub", Kind = RecipeKind.App, Protocols = ["chat", "responses"], BasePath = "/v1",
            BaseSetting = "OPENAI_PROXY_URL", KeySetting = "OPENAI_API_KEY", FromBrowser = true,
            About = new("LobeChat, hosted or your own.", "LobeChat，托管版或自托管版。"),
            Variants = ["Settings", "Docker"],
            Steps = s => s.Variant == "Docker"
                ?
                [
                    Steps.Command(new("Start it with this gateway:", "使用本网关启动："),
                        $"docker run -d -p 3210:3210 \\\n  -e OPENAI_API_KEY={Quote(ClientSystem.Linux, s.Key)} \\\n  -e OPENAI_PROXY_URL={Quote(ClientSystem.Linux, s.Address + "/v1")} \\\n  --name lobe-chat lobehub/lobe-chat"),
                    Steps.Ask(new("Open http://localhost:3210 and ask something.", "打开 http://localhost:3210 并提问。")),
                ]
                :
                [
                    Steps.Form(new("In Settings, under AI Service Provider, choose OpenAI and fill in:", "在 设置 → AI 服务商 中选择 OpenAI 并填写："), new("Connectivity Check passes.", "连通性检查通过。"),
                        ("API Key", s.Key), ("API Proxy URL", s.Address + "/v1"), ("Model List", s.Model)),
                    Steps.Ask(),
                ],
            Traps =
            [
                new("Links that carry settings put the key into an address, and so into histories and logs: do not use them.", "带设置的链接会把密钥写入地址，进而进入历史记录和日志：请勿使用。"),
                new("With Client Request Mode on, the browser calls: the gateway has to allow that page's origin (cors_origins).", "启用客户端请求模式时由浏览器发起请求：网关需允许该网页来源（cors_origins）。"),
                Container,
            ],
        },
        new()
        {
            Id = "chatbox", Name = "Chatbox", Kind = RecipeKind.App, Protocols = ["chat"], BasePath = "/v1",
            BaseSetting = "API Host", KeySetting = "API Key", FromBrowser = true,
            About = new("A chat application for desktops and phones.", "适用于桌面和手机的聊天应用。"),
            Steps = s =>
            [
                Steps.Form(new("In Settings, under Model Provider, press Add, and fill in:", "在 设置 → 模型提供方 中点击 添加，并填写："), null,
                    ("API Mode", "OpenAI API Compatible"), ("API Host", s.Address + "/v1"), ("API Path", "/chat/completions"), ("API Key", s.Key)),
                Steps.Form(new("Add the model:", "添加模型："), new("Check passes.", "检查通过。"), ("Model ID", s.Model)),
                Steps.Ask(),
            ],
            Traps = [Cors],
        },
        new()
        {
            Id = "gpt-image-playground", Name = "GPT Image Playground", Kind = RecipeKind.App, Protocols = ["chat"], BasePath = "",
            BaseSetting = "API URL", KeySetting = "API Key", Taste = ModelTaste.Pictures, FromBrowser = true,
            About = new("Pictures from a page in the browser, by the Images endpoints.", "在浏览器页面中通过 Images 端点生成图片。"),
            Steps = s =>
            [
                Steps.Form(new("In its settings fill in:", "在设置中填写："), null, ("API URL", s.Address), ("API Key", s.Key), ("Model", s.Model)),
                new(new("Ask for a small picture of low quality first: it is quick and cheap.", "先请求一张低质量的小图：又快又便宜。")) { See = new("A picture, and this page turns green.", "得到图片，并且本页变为绿色。") },
            ],
            Traps =
            [
                new("A page calls: the gateway has to allow its origin (cors_origins in its settings), or nothing but a refused preflight arrives.", "由网页发起请求：网关需允许其来源（设置中的 cors_origins），否则只会收到被拒绝的预检请求。"),
                new("A large picture takes minutes: proxies in front of the gateway must wait that long.", "大图需要数分钟：网关前的代理必须等待足够久。"),
            ],
        },
    ];
}
