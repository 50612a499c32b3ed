/set mode dmu normal -command
/set truncation dmu 4000
/set truncation dmu 4000 expression,varvalue
/set feedback dmu
