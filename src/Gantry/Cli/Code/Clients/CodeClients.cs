namespace Gantry.Cli.Code.Clients;

/// <summary>Every client that can be started.</summary>
internal static class CodeClients
{
    public static readonly IReadOnlyList<CodeClient> All = [new ClaudeCode(), new CodexCli(), new GeminiCli(), new OpenCode()];

    public static CodeClient? Find(string id) => All.FirstOrDefault(client => client.Id == id);
}
