using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Tools that a provider defines and the client runs, as plain functions with the schema that their provider publishes.</summary>
/// <remarks>
/// Anthropic's come back as calls of the same name, which is their own shape. OpenAI's come back as items of their own types, which the codec of Responses
/// writes for a client that declared them.
/// </remarks>
internal static class ClientTools
{
    private const string Bash = """
        {"type":"object","properties":{"command":{"type":"string","description":"The command to run."},"restart":{"type":"boolean","description":"Restarts the shell."}}}
        """;

    private const string Editor = """
        {"type":"object","properties":{"command":{"type":"string","enum":["view","create","str_replace","insert"@undo@]},"path":{"type":"string","description":"Absolute path of a file or folder."},"view_range":{"type":"array","items":{"type":"integer"},"description":"First and last line to view."},"file_text":{"type":"string","description":"Content of the file to create."},"old_str":{"type":"string","description":"Text to replace; must occur once."},"new_str":{"type":"string","description":"Text to put in its place, or to insert."},"insert_line":{"type":"integer","description":"Line behind which to insert."},"insert_text":{"type":"string","description":"Text to insert."}},"required":["command","path"]}
        """;

    private const string Memory = """
        {"type":"object","properties":{"command":{"type":"string","enum":["view","create","str_replace","insert","delete","rename"]},"path":{"type":"string","description":"A path below /memories."},"view_range":{"type":"array","items":{"type":"integer"}},"file_text":{"type":"string"},"old_str":{"type":"string"},"new_str":{"type":"string"},"insert_line":{"type":"integer"},"insert_text":{"type":"string"},"old_path":{"type":"string"},"new_path":{"type":"string"}},"required":["command"]}
        """;

    private const string Computer = """
        {"type":"object","properties":{"action":{"type":"string","enum":["key","type","mouse_move","left_click","left_click_drag","right_click","middle_click","double_click","triple_click","left_mouse_down","left_mouse_up","scroll","hold_key","wait","screenshot","cursor_position","zoom"]},"coordinate":{"type":"array","items":{"type":"integer"},"description":"x and y in pixels."},"start_coordinate":{"type":"array","items":{"type":"integer"}},"text":{"type":"string"},"scroll_direction":{"type":"string","enum":["up","down","left","right"]},"scroll_amount":{"type":"integer"},"duration":{"type":"number","description":"Seconds."},"region":{"type":"array","items":{"type":"integer"}}},"required":["action"]}
        """;

    private const string LocalShell = """
        {"type":"object","properties":{"command":{"type":"array","items":{"type":"string"},"description":"Program and arguments."},"working_directory":{"type":"string"},"timeout_ms":{"type":"integer"},"env":{"type":"object","additionalProperties":{"type":"string"}}},"required":["command"]}
        """;

    private const string Shell = """
        {"type":"object","properties":{"commands":{"type":"array","items":{"type":"string"},"description":"Commands to run in a shell, in order."},"timeout_ms":{"type":"integer"},"max_output_length":{"type":"integer"}},"required":["commands"]}
        """;

    private const string ApplyPatch = """
        {"type":"object","properties":{"type":{"type":"string","enum":["create_file","update_file","delete_file"]},"path":{"type":"string"},"diff":{"type":"string","description":"A V4A diff; none for delete_file."}},"required":["type","path"]}
        """;

    /// <summary>The function; null for a type without a published schema.</summary>
    public static Tool? Function(Tool tool, string type)
    {
        var (description, schema) = type switch
        {
            "local_shell" => ("Runs a program on the user's machine.", LocalShell),
            "shell" => ("Runs commands in a shell on the user's machine.", Shell),
            "apply_patch" => ("Creates, changes or deletes one file.", ApplyPatch),
            _ when Begins(type, "bash_") => ("Runs a command in a bash shell that keeps its state.", Bash),
            _ when Begins(type, "text_editor_") => ("Views, creates and edits files.", Editor.Replace("@undo@", HasUndo(type) ? ",\"undo_edit\"" : "", StringComparison.Ordinal)),
            _ when Begins(type, "memory_") => ("Reads and keeps notes in files below /memories.", Memory),
            _ when Begins(type, "computer_") => (Screen(tool), Computer),
            _ => ("", ""),
        };
        if (schema.Length == 0) return null;
        return new Tool(tool.Name)
        {
            Description = JsonText.From(description),
            Parameters = new JsonSlice(System.Text.Encoding.UTF8.GetBytes(schema)),
            Cache = tool.Cache,
            From = tool.From,
        };
    }

    private static bool HasUndo(string type) => type is "text_editor_20241022" or "text_editor_20250124";

    private static string Screen(Tool tool)
    {
        var members = Messages.MessagesMembers.Read(tool.Raw);
        string width = members.Take("display_width_px").ToString(), height = members.Take("display_height_px").ToString();
        return width.Length is > 0 and < 8 && height.Length is > 0 and < 8
            ? $"Sees and operates a screen of {width} x {height} pixels."
            : "Sees and operates a screen.";
    }

    private static bool Begins(string type, string with) => type.StartsWith(with, StringComparison.Ordinal);
}
