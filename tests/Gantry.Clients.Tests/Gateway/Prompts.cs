namespace Gantry.Clients.Tests.Gateway;

/// <summary>Prompts that carry an instruction for the scripted upstream.</summary>
internal static class Prompts
{
    /// <summary>Makes it call <c>get_weather</c>, then answer.</summary>
    public const string CallTool = """What is the weather in Paris? [[call get_weather {"city":"Paris"}]]""";

    /// <summary>Makes it say the words.</summary>
    public static string Say(string words) => $"Answer the question. [[say {words}]]";

    /// <summary>Makes it think, write two files by two calls side by side and, after the tools' results, think again and say the words.</summary>
    public static string WriteTwo(string folder, string content, string words) =>
        $"Write the files. [[reason]] [[write-file path={Path.Combine(folder, "one.txt")} content={content}]] [[write-file path={Path.Combine(folder, "two.txt")} content={content}]] [[say {words}]]";

    /// <summary>Makes it call the client's own file-writing tool and, after the tool's result, say the words.</summary>
    public static string WriteFile(string path, string content, string words) =>
        $"Write the file. [[write-file path={path} content={content}]] [[say {words}]]";
}
