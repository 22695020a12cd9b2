namespace Trust.Web;

internal static partial class Icons
{
    /// <summary>Shapes of states: each can be told apart without colour.</summary>
    private static Dictionary<string, string> States => new()
    {
        ["ok"] = """<circle class="solid" cx="12" cy="12" r="9.5"/><path class="paper" stroke-width="2.25" d="m7.75 12.4 3 3 5.6-6.2"/>""",
        ["warn"] = """<path class="solid" d="M10.27 3.5a2 2 0 0 1 3.46 0l8.35 14.5a2 2 0 0 1-1.73 3H3.65a2 2 0 0 1-1.73-3L10.27 3.5Z"/><path class="paper" stroke-width="2.25" d="M12 9v5"/><circle class="paper" stroke-width="1.25" cx="12" cy="17.4" r=".65"/>""",
        ["bad"] = """<path class="solid" d="M8.4 2.5h7.2c.4 0 .78.16 1.06.44l4.4 4.4c.28.28.44.66.44 1.06v7.2c0 .4-.16.78-.44 1.06l-4.4 4.4c-.28.28-.66.44-1.06.44H8.4c-.4 0-.78-.16-1.06-.44l-4.4-4.4a1.5 1.5 0 0 1-.44-1.06V8.4c0-.4.16-.78.44-1.06l4.4-4.4c.28-.28.66-.44 1.06-.44Z"/><path class="paper" stroke-width="2.25" d="m8.75 8.75 6.5 6.5m0-6.5-6.5 6.5"/>""",
        ["running"] = """<circle cx="12" cy="12" r="8.5"/><path class="solid" d="M12 3.5a8.5 8.5 0 0 1 0 17v-17Z"/>""",
        ["waiting"] = """<circle cx="12" cy="12" r="8.5"/><path d="M12 7.25V12l3 2"/>""",
        ["ended"] = """<circle cx="12" cy="12" r="8.5"/><path d="M8 12h8"/>""",
        ["draft"] = """<circle cx="12" cy="12" r="8.5" stroke-dasharray="4.4 4.5"/>""",
        ["unknown"] = """<circle class="solid" cx="12" cy="12" r="9.5"/><path class="paper" stroke-width="2.5" d="M8 12h8"/>""",
        ["info"] = """<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5"/><path class="solid" d="M12 7a1.1 1.1 0 1 1 0 2.2A1.1 1.1 0 0 1 12 7Z"/>""",
    };
}
