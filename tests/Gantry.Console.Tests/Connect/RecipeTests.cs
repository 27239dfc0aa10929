using System.Text.Json;
using Gantry.Contracts.Connect;
using Xunit;

namespace Gantry.Console.Tests.Connect;

/// <summary>All recipes, on all systems, in all their ways.</summary>
public sealed class RecipeTests
{
    private const string Address = "https://ai.example.com";
    private const string Key = "sk-gantry-0123456789";

    public static TheoryData<string> All() => [.. Recipes.All.Select(recipe => recipe.Id)];

    [Fact]
    public void Every_client_of_the_guide_has_one_recipe() => Assert.Equal(
        [
            "aider", "anthropic-sdk", "chatbox", "cherry-studio", "claude-code", "claude-desktop", "cline", "codex", "continue", "curl", "cursor", "gemini-cli", "google-sdk",
            "gpt-image-playground", "librechat", "lobehub", "open-webui", "openai-sdk", "opencode", "roo-code", "vscode-claude-code", "vscode-codex",
        ],
        Recipes.All.Select(recipe => recipe.Id).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(All))]
    public void Recipe_holds_address_key_and_model_and_speaks_both_languages(string id)
    {
        var recipe = Recipes.Find(id)!;
        Assert.NotEmpty(recipe.Traps);
        Assert.All([recipe.About, .. recipe.Traps], InBoth);
        foreach (var setUp in SetUps(recipe))
        {
            var steps = recipe.Steps(setUp);
            Assert.All(steps.SelectMany(step => step.See is { } see ? new[] { step.Do, see } : [step.Do]), InBoth);
            Assert.Contains(steps, step => step.See is not null);
            var text = string.Join('\n', steps.Select(step => step.Snippet).OfType<Snippet>().Select(snippet => $"{snippet.Path} {snippet.Text} {string.Join(' ', snippet.Fields.Select(field => field.Value))}")) + string.Join('\n', steps.Select(step => step.Do.English));
            Assert.Contains(Address, text, StringComparison.Ordinal);
            Assert.Contains(Key, text, StringComparison.Ordinal);
            // Claude Desktop takes its models from the gateway, LobeHub in a container too.
            if (id != "claude-desktop" && (id, setUp.Variant) != ("lobehub", "Docker")) Assert.Contains("the-model", text, StringComparison.Ordinal);
            if (recipe.WantsSmallModel) Assert.Contains("small-model", text, StringComparison.Ordinal);
            if (recipe.BasePath.Length == 0 && id != "curl") Assert.DoesNotContain(Address + "/v1", text, StringComparison.Ordinal);
            if (recipe.BasePath == "/v1") Assert.Contains(Address + "/v1", text, StringComparison.Ordinal);
            if (setUp.System == ClientSystem.Windows && recipe.Systems.Count > 0) Assert.DoesNotContain("export ", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Files_of_json_are_json_whatever_a_value_holds(string id)
    {
        var recipe = Recipes.Find(id)!;
        foreach (var setUp in SetUps(recipe))
        {
            foreach (var file in recipe.Steps(setUp with { Model = "a\"b\\c", Key = "k\"'$(x)" }).Select(step => step.Snippet).OfType<Snippet>().Where(snippet => snippet.Path?.EndsWith(".json", StringComparison.Ordinal) is true))
            {
                using var read = JsonDocument.Parse(file.Text);
                Assert.Equal(JsonValueKind.Object, read.RootElement.ValueKind);
            }
        }
    }

    [Fact]
    public void Words_of_a_shell_stay_one_word()
    {
        Assert.Equal("'a'\\''b $x'", ShellText.Quote(ClientSystem.Linux, "a'b $x"));
        Assert.Equal("'a''b $x'", ShellText.Quote(ClientSystem.Windows, "a'b $x"));
        Assert.Equal("$env:A = 'b'", ShellText.Set(ClientSystem.Windows, ("A", "b")));
        Assert.Equal("export A='b'", ShellText.Set(ClientSystem.MacOs, ("A", "b")));
    }

    [Fact]
    public void Taste_takes_the_newest_that_fits()
    {
        string[] models = ["claude-haiku-4-5", "claude-opus-4-1", "claude-sonnet-4-5-20250929", "claude-sonnet-5", "gemini-3.8-flash", "gemini-3.5-flash-lite", "gpt-5.4-mini", "gpt-5.5", "gpt-image-1", "text-embedding-3-small"];
        Assert.Equal(("claude-sonnet-5", "claude-haiku-4-5"), (ModelTaste.Anthropic.PickMain(models), ModelTaste.Anthropic.PickSmall(models)));
        Assert.Equal(("gpt-5.5", "gpt-5.4-mini"), (ModelTaste.OpenAi.PickMain(models), ModelTaste.OpenAi.PickSmall(models)));
        Assert.Equal(("gemini-3.8-flash", "gemini-3.5-flash-lite"), (ModelTaste.Google.PickMain(models), ModelTaste.Google.PickSmall(models)));
        Assert.Equal("gpt-image-1", ModelTaste.Pictures.PickMain(models));
        Assert.Equal("own", ModelTaste.Anthropic.PickSmall(["own"]));
        Assert.Null(ModelTaste.Anthropic.PickMain([]));
    }

    private static IEnumerable<ClientSetUp> SetUps(Recipe recipe) =>
        from system in recipe.Systems.Count == 0 ? [ClientSystem.Linux] : recipe.Systems
        from variant in recipe.Variants.Count == 0 ? [""] : recipe.Variants
        select new ClientSetUp { Address = Address, Key = Key, Model = "the-model", SmallModel = "small-model", System = system, Variant = variant };

    private static void InBoth(Told told)
    {
        Assert.True(told.English.Length > 0 && !told.English.Any(IsChinese), told.English);
        Assert.True(told.Chinese.Any(IsChinese), told.Chinese);
    }

    private static bool IsChinese(char letter) => letter is >= '\u4e00' and <= '\u9fff';
}
